import {
  alertsGroupChanged,
  alertsGroupOpened,
  alertsGroupResolved,
  closeGroups,
  linkGroup,
  moveAlerts,
} from '#signals';
import {
  declareIncident,
  incidentDeclared,
  incidentMerged,
  incidentReopened,
  incidentResolved,
  incidentTeamEngaged,
  recordOnIncident,
} from '#incidents';
import { deliverySettled } from '#delivery';
import {
  pageAnswered,
  pageExhausted,
  pageProgressed,
  recordReceipt,
  startEscalation,
  stopEscalations,
} from '#oncall';
import { on, type Reaction } from '#platform';

/**
 * The choreography: when something happened in one domain, what another does. Each line runs exactly once per fact, after the commit
 * that caused it. To see what follows from a fact, search for its name here.
 */
export const reactions: readonly Reaction[] = [];
