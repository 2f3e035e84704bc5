import { api } from '#platform';
import { previewRoute } from './alerts/preview-route.ts';
import { getAlert, listAlerts, listGroups, summariseAlerts } from './alerts/read-alerts.ts';
import { rerouteAlerts } from './alerts/reroute-alerts.ts';
import { acknowledgeAlert, resolveAlert } from './alerts/transit-alert.ts';
import {
  changeHeartbeat,
  createHeartbeat,
  deleteHeartbeat,
  readHeartbeats,
  renewHeartbeatKey,
} from './heartbeats/manage-heartbeats.ts';
import { listChanges, recordChange } from './records/manage-changes.ts';
import { previewMapping } from './records/preview-mapping.ts';
import { readMappings, setMapping } from './records/mappings.ts';
import { replaySignal } from './records/replay.ts';
import { dismissUnparsed, getUnparsed, listUnparsed } from './records/unparsed.ts';
import { changeSilence, createSilence, endSilence, listSilencesOf } from './silences/manage-silences.ts';
import { readPlannedWork } from './maintenance/read-planned.ts';
import { previewSilence } from './silences/preview-silence.ts';
import { silenceAlert } from './silences/silence-alert.ts';

const { signals } = api;

/** The product API of signals. */
export const signalsRoutes = {
  alerts: signals.alerts.handler(({ input, context }) => listAlerts(context.ctx, input)),
  alertSummary: signals.alertSummary.handler(({ context }) => summariseAlerts(context.ctx)),
  alert: signals.alert.handler(({ input, context }) => getAlert(context.ctx, input)),
  acknowledgeAlert: signals.acknowledgeAlert.handler(({ input, context }) =>
    acknowledgeAlert(context.ctx, input),
  ),
  resolveAlert: signals.resolveAlert.handler(({ input, context }) => resolveAlert(context.ctx, input)),
  silenceAlert: signals.silenceAlert.handler(({ input, context }) => silenceAlert(context.ctx, input)),
  reroute: signals.reroute.handler(({ context }) => rerouteAlerts(context.ctx)),
  groups: signals.groups.handler(({ input, context }) => listGroups(context.ctx, input)),
  previewRoute: signals.previewRoute.handler(({ input, context }) => previewRoute(context.ctx, input)),

  silences: signals.silences.handler(({ input, context }) =>
    listSilencesOf(context.ctx, 'silence', input.state),
  ),
  createSilence: signals.createSilence.handler(({ input: { comment, ...wanted }, context }) =>
    createSilence(context.ctx, 'silence', { ...wanted, title: comment }),
  ),
  previewSilence: signals.previewSilence.handler(({ input, context }) => previewSilence(context.ctx, input)),
  changeSilence: signals.changeSilence.handler(({ input: { comment, ...wanted }, context }) =>
    changeSilence(context.ctx, 'silence', { ...wanted, title: comment }),
  ),
  endSilence: signals.endSilence.handler(({ input, context }) => endSilence(context.ctx, 'silence', input)),

  maintenanceWindows: signals.maintenanceWindows.handler(({ input, context }) =>
    listSilencesOf(context.ctx, 'maintenance', input.state),
  ),
  plannedWork: signals.plannedWork.handler(({ context }) => readPlannedWork(context.ctx)),
  createMaintenance: signals.createMaintenance.handler(({ input, context }) =>
    createSilence(context.ctx, 'maintenance', input),
  ),
  changeMaintenance: signals.changeMaintenance.handler(({ input, context }) =>
    changeSilence(context.ctx, 'maintenance', input),
  ),
  endMaintenance: signals.endMaintenance.handler(({ input, context }) =>
    endSilence(context.ctx, 'maintenance', input),
  ),

  heartbeats: signals.heartbeats.handler(({ context }) => readHeartbeats(context.ctx)),
  createHeartbeat: signals.createHeartbeat.handler(({ input, context }) =>
    createHeartbeat(context.ctx, input),
  ),
  changeHeartbeat: signals.changeHeartbeat.handler(({ input, context }) =>
    changeHeartbeat(context.ctx, input),
  ),
  renewHeartbeatKey: signals.renewHeartbeatKey.handler(({ input, context }) =>
    renewHeartbeatKey(context.ctx, input),
  ),
  deleteHeartbeat: signals.deleteHeartbeat.handler(({ input, context }) =>
    deleteHeartbeat(context.ctx, input),
  ),

  changes: signals.changes.handler(({ input, context }) => listChanges(context.ctx, input)),
  recordChange: signals.recordChange.handler(({ input, context }) => recordChange(context.ctx, input)),

  unparsed: signals.unparsed.handler(({ input, context }) => listUnparsed(context.ctx, input)),
  unparsedSignal: signals.unparsedSignal.handler(({ input, context }) => getUnparsed(context.ctx, input)),
  replay: signals.replay.handler(({ input, context }) => replaySignal(context.ctx, input)),
  dismiss: signals.dismiss.handler(({ input, context }) => dismissUnparsed(context.ctx, input)),
  mappings: signals.mappings.handler(({ context }) => readMappings(context.ctx)),
  previewMapping: signals.previewMapping.handler(({ input, context }) => previewMapping(context.ctx, input)),
  setMapping: signals.setMapping.handler(({ input, context }) => setMapping(context.ctx, input)),
};
