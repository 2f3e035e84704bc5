import { earlier } from '../instants.ts';
import type { Incident } from '../state-schema.ts';
import { fold, setFirst, type Fold } from './fold.ts';
import { answered } from './impact.ts';

/** How an incident runs: declared, assessed, moved on, resolved, reopened, reviewed. */
export const courseFolds = {
  'declared@1': fold('declared@1', {
    apply: (incident, data, event) => {
      // Only the first event declares; a second one would be a bug of a writer and must not wipe the room.
      if (event.seq !== 1) return incident;
      const { title, summary, severity, product, environment, escalationPolicy, drill, origin } = data;
      const about = { product, environment, escalationPolicy, drill, origin };
      const declared = { ...incident, title, summary, severity, reportedSeverity: severity, ...about };
      return severity === null ? declared : setFirst(declared, 'severity', event);
    },
  }),
  'acknowledged@1': fold('acknowledged@1', {
    thing: () => 'state',
    apply: (incident, _, event) => acknowledge(incident, event.at),
  }),
  'described@1': fold('described@1', {
    thing: () => 'description',
    apply: (incident, { title, summary }) => ({ ...incident, title, summary }),
    back: ({ title, summary }) => ({ type: 'described', version: 1, data: { title, summary } }),
  }),
  'severity-changed@1': fold('severity-changed@1', {
    thing: () => 'severity',
    apply: (incident, { to }, event) => {
      const changed = answered({ ...incident, severity: to });
      return to === null ? changed : setFirst(changed, 'severity', event);
    },
    back: (before, { to }) => ({
      type: 'severity-changed',
      version: 1,
      data: { from: to, to: before.severity, reason: '' },
    }),
  }),
  'state-changed@1': fold('state-changed@1', {
    thing: () => 'state',
    apply: (incident, { to }, event) => ({
      ...incident,
      state: to,
      acknowledgedAt: to === 'triage' ? null : (incident.acknowledgedAt ?? event.at),
    }),
    back: (before, { to }) => ({ type: 'state-changed', version: 1, data: { from: to, to: before.state } }),
  }),
  'update-due-set@1': fold('update-due-set@1', {
    thing: () => 'update-due',
    apply: (incident, { due }, event) => {
      const changed = { ...incident, updateDue: due };
      return due === null ? changed : setFirst(changed, 'updateDue', event);
    },
    back: (before) => ({ type: 'update-due-set', version: 1, data: { due: before.updateDue } }),
  }),
  'bridge-set@1': fold('bridge-set@1', {
    thing: () => 'bridge',
    apply: (incident, { url }, event) => {
      const changed = { ...incident, bridge: url };
      return url === null ? changed : setFirst(changed, 'bridge', event);
    },
    back: (before) => ({ type: 'bridge-set', version: 1, data: { url: before.bridge } }),
  }),
  'bridge-joined@1': fold('bridge-joined@1', {
    apply: (incident, { person, name }) =>
      incident.bridgeJoined.some((other) => other.person === person)
        ? incident
        : { ...incident, bridgeJoined: [...incident.bridgeJoined, { person, name }] },
  }),
  'communicated@1': fold('communicated@1', {
    apply: (incident, _, event) => ({
      ...incident,
      communications: { sent: incident.communications.sent + 1, lastAt: event.at },
    }),
  }),
  'resolved@1': fold('resolved@1', {
    thing: () => 'state',
    apply: (incident, { summary }, event) => ({
      ...incident,
      state: 'resolved',
      resolvedAt: event.at,
      acknowledgedAt: incident.acknowledgedAt ?? event.at,
      resolution: summary,
      updateDue: null,
    }),
  }),
  'reopened@1': fold('reopened@1', {
    thing: () => 'state',
    apply: (incident, _, event) => ({
      ...incident,
      state: 'investigating',
      resolvedAt: null,
      reviewedAt: null,
      reopened: incident.reopened + 1,
      delegation: givenBack(incident.delegation, event.at),
    }),
  }),
  'reviewed@1': fold('reviewed@1', {
    thing: () => 'state',
    apply: (incident, _, event) => ({ ...incident, state: 'reviewed', reviewedAt: event.at }),
  }),
} satisfies Record<string, Fold>;

/** Somebody is on it: triage ends. */
export function acknowledge<T extends { state: string; acknowledgedAt: string | null }>(
  incident: T,
  at: string,
): T {
  // Whoever answered a page leads by that, and the log may have the lead first.
  const acknowledgedAt = incident.acknowledgedAt === null ? at : earlier(incident.acknowledgedAt, at);
  const acknowledged = { ...incident, acknowledgedAt };
  return incident.state === 'triage' ? { ...acknowledged, state: 'investigating' } : acknowledged;
}

/** What came back after its end is the Field Marshal's again, also where a team had it alone. */
function givenBack(delegation: Incident['delegation'], at: string): Incident['delegation'] {
  if (delegation === null || delegation.state === 'returned') return delegation;
  return { ...delegation, state: 'returned', how: 'reopened', endedAt: at };
}
