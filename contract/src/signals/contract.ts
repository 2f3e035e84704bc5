import { oc } from '@orpc/contract';
import { z } from 'zod';
import { page } from '../page.ts';
import * as alerts from './alert.ts';
import * as records from './record.ts';
import * as silences from './silence.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['signals'] });

const nothing = z.object({});

/** The HTTP contract of signals; mounted under `/api/v1`. What senders use is under `/intake`. */
export const signalsContract = {
  alerts: route('GET', '/alerts', 'List and search alerts, newest first')
    .input(alerts.listAlertsInput)
    .output(page(alerts.alert)),
  alertSummary: route('GET', '/alerts/summary', 'How many alerts are open')
    .input(nothing)
    .output(alerts.alertSummary),
  alert: route('GET', '/alerts/{id}', 'One alert with what happened to it')
    .input(alerts.onAlert)
    .output(alerts.alertDetail),
  acknowledgeAlert: route('POST', '/alerts/{id}/acknowledge', 'Say that somebody is on it')
    .input(alerts.onAlert)
    .output(alerts.alert),
  resolveAlert: route(
    'POST',
    '/alerts/{id}/resolve',
    'Resolve by hand; its sender going on does not open it again',
  )
    .input(alerts.onAlert)
    .output(alerts.alert),
  silenceAlert: route('POST', '/alerts/{id}/silence', 'Silence alerts with exactly these labels')
    .input(alerts.silenceAlertInput)
    .output(silences.silence),
  reroute: route('POST', '/alerts/reroute', 'Send open alerts that no route took through the routes of now')
    .input(nothing)
    .output(z.object({ moved: z.number().int() })),
  groups: route('GET', '/alert-groups', 'List groups of alerts, newest first')
    .input(alerts.listGroupsInput)
    .output(page(alerts.alertGroup)),
  previewRoute: route('GET', '/routes/preview', 'Which route an alert with these labels takes')
    .input(alerts.previewRouteInput)
    .output(alerts.routePreview),

  silences: route('GET', '/silences', 'List silences')
    .input(silences.listSilencesInput)
    .output(z.object({ items: z.array(silences.silence) })),
  createSilence: route('POST', '/silences', 'Silence what matches, now or later')
    .input(silences.silenceInput)
    .output(silences.silence),
  previewSilence: route('POST', '/silences/preview', 'What a silence would cover now')
    .input(silences.coverInput)
    .output(silences.coverPreview),
  changeSilence: route('PUT', '/silences/{id}', 'Change a silence')
    .input(silences.changeSilenceInput)
    .output(silences.silence),
  endSilence: route('POST', '/silences/{id}/end', 'End a silence now')
    .input(silences.onSilence)
    .output(silences.silence),

  maintenanceWindows: route('GET', '/maintenance-windows', 'List maintenance windows')
    .input(silences.listSilencesInput)
    .output(z.object({ items: z.array(silences.silence) })),
  plannedWork: route(
    'GET',
    '/maintenance-windows/planned',
    'Times of work that come again, with the next ones',
  )
    .input(nothing)
    .output(z.object({ items: z.array(silences.plannedWork) })),
  createMaintenance: route('POST', '/maintenance-windows', 'Plan maintenance')
    .input(silences.maintenanceInput)
    .output(silences.silence),
  changeMaintenance: route('PUT', '/maintenance-windows/{id}', 'Change a maintenance window')
    .input(silences.changeMaintenanceInput)
    .output(silences.silence),
  endMaintenance: route('POST', '/maintenance-windows/{id}/end', 'End a maintenance window now')
    .input(silences.onSilence)
    .output(silences.silence),

  heartbeats: route('GET', '/heartbeats', 'List heartbeats')
    .input(nothing)
    .output(z.object({ items: z.array(records.heartbeat) })),
  createHeartbeat: route('POST', '/heartbeats', 'Expect a heartbeat; shows its key once')
    .input(records.heartbeatInput)
    .output(records.heartbeatWithKey),
  changeHeartbeat: route('PUT', '/heartbeats/{id}', 'Change, pause or resume a heartbeat')
    .input(records.changeHeartbeatInput)
    .output(records.heartbeat),
  renewHeartbeatKey: route('POST', '/heartbeats/{id}/key', 'Replace the key of a heartbeat')
    .input(records.onHeartbeat)
    .output(records.heartbeatWithKey),
  deleteHeartbeat: route('DELETE', '/heartbeats/{id}', 'Expect a heartbeat no longer')
    .input(records.onHeartbeat)
    .output(nothing),

  changes: route('GET', '/changes', 'List deploys and other changes, newest first')
    .input(records.listChangesInput)
    .output(page(records.change)),
  recordChange: route('POST', '/changes', 'Record a change by hand')
    .input(records.changeInput)
    .output(records.change),

  unparsed: route('GET', '/unparsed-signals', 'List signals that were not understood')
    .input(records.listUnparsedInput)
    .output(page(records.unparsedSignal)),
  unparsedSignal: route('GET', '/unparsed-signals/{id}', 'One signal that was not understood, whole')
    .input(records.onUnparsed)
    .output(records.unparsedDetail),
  replay: route('POST', '/unparsed-signals/{id}/replay', 'Read it again with the mapping of now')
    .input(records.onUnparsed)
    .output(records.replayResult),
  dismiss: route('POST', '/unparsed-signals/{id}/dismiss', 'Put it aside for good')
    .input(records.onUnparsed)
    .output(records.unparsedSignal),
  mappings: route('GET', '/event-mappings', 'How plain JSON is read, by integration')
    .input(nothing)
    .output(
      z.object({
        items: z.array(
          z.object({
            integration: z.string(),
            mapping: records.eventMapping,
            updatedBy: z.string(),
            updatedAt: z.string(),
          }),
        ),
      }),
    ),
  previewMapping: route('POST', '/event-mappings/preview', 'What an event would become under a mapping')
    .input(records.previewMappingInput)
    .output(records.mappingPreview),
  setMapping: route(
    'PUT',
    '/event-mappings/{integration}',
    'Say how the plain JSON of an integration is to be read',
  )
    .input(records.mappingInput)
    .output(records.mappingInput),
};
