export { ticketsContract } from './contract.ts';
export {
  heardTicket,
  type HeardTicket,
  type TicketsOfIncident,
  type ToldTracker,
  type TrackerView,
} from './schema.ts';
export { newTicketFields, trackerSpec, type TrackerSpec } from './tracker-spec.ts';
