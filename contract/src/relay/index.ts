export { relayContract } from './contract.ts';
export type {
  BundleView,
  ClockView,
  GapView,
  IntakeResult,
  PreparedBundle,
  RelaySelf,
  SiteDetail,
  SiteIncident,
  SiteIncidentSummary,
  SiteView,
} from './schema.ts';
