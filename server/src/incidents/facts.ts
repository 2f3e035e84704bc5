import {
  actionStates,
  answersFor,
  delegationReturns,
  incidentStates,
  isKnownEvent,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import { severity } from '@fieldmarshal/contract';
import { z } from 'zod';
import { defineFact, type Tx } from '#platform';

const about = {
  incidentId: z.string(),
  title: z.string(),
  severity: severity.nullable(),
  /** Of a drill: other parts mark what they send, and send nothing to customers. */
  drill: z.boolean(),
};
/** Who caused it, for people's eyes. */
const by = z.string();

export const incidentDeclared = defineFact(
  'incident.declared',
  z.object({
    ...about,
    summary: z.string(),
    product: z.string().nullable(),
    environment: z.string().nullable(),
    escalationPolicy: z.string().nullable(),
    origin: z.object({ kind: z.string(), id: z.string() }).nullable(),
    by,
  }),
);
/** Somebody asked a team in. Not told for teams that an escalation paged by itself. */
export const incidentTeamEngaged = defineFact(
  'incident.team-engaged',
  z.object({ ...about, team: z.string(), reason: z.string(), by }),
);
const incidentTeamStateChanged = defineFact(
  'incident.team-state-changed',
  z.object({ ...about, team: z.string(), state: z.string(), by }),
);
/** The severity was assessed anew, by whoever. */
export const incidentSeverityChanged = defineFact(
  'incident.severity-changed',
  z.object({ ...about, from: severity.nullable(), by }),
);
export const incidentStateChanged = defineFact(
  'incident.state-changed',
  z.object({ ...about, state: z.enum(incidentStates), by }),
);
/** Somebody promised when the next update comes; null: no longer. */
export const incidentUpdateDueSet = defineFact(
  'incident.update-due-set',
  z.object({ ...about, due: z.string().nullable(), by }),
);
/** The first sign of somebody being on it: acknowledged, led, or a page answered; and each time that somebody says so anew. */
export const incidentAcknowledged = defineFact(
  'incident.acknowledged',
  z.object({
    ...about,
    by,
    // The catalog name of who acknowledged, where it is a person; facts of before it was told name nobody.
    byPerson: z.string().nullable().default(null),
    /** Whose paging it answers, beside that of the incident as a whole (`null`). */
    teams: z.array(z.string().nullable()).default([null]),
  }),
);
/** A person did something on it, whatever it was: somebody is at work. Told once for each change. */
export const incidentWorkedOn = defineFact('incident.worked-on', z.object({ ...about, by }));
export const incidentResolved = defineFact('incident.resolved', z.object({ ...about, by }));
export const incidentReopened = defineFact(
  'incident.reopened',
  z.object({ ...about, escalationPolicy: z.string().nullable(), reason: z.string(), by }),
);
/** `incidentId` ended as a duplicate of `into`; nothing else is told of its end. */
export const incidentMerged = defineFact('incident.merged', z.object({ ...about, into: z.string(), by }));
export const incidentAlertLinked = defineFact(
  'incident.alert-linked',
  z.object({ ...about, alert: z.string(), by }),
);
export const incidentAlertUnlinked = defineFact(
  'incident.alert-unlinked',
  z.object({ ...about, alert: z.string(), by }),
);

/** An action of the review was added, changed, moved or linked; as it is now. Not told of one that was taken back. */
export const incidentActionChanged = defineFact(
  'incident.action-changed',
  z.object({
    ...about,
    action: z.string(),
    what: z.string(),
    owner: z.string().nullable(),
    /** Whether it went to this owner just now. */
    given: z.boolean(),
    state: z.enum(actionStates),
    dueOn: z.string().nullable(),
    /** Added just now. */
    isNew: z.boolean().default(false),
    by,
    /** Whether `by` is an integration. */
    byIntegration: z.boolean().default(false),
  }),
);

/** A team was given the incident alone, has accepted it, or it is back with the Field Marshal. As it is now. */
export const incidentDelegationChanged = defineFact(
  'incident.delegation-changed',
  z.object({
    ...about,
    team: z.string(),
    state: z.enum(['waiting', 'accepted', 'returned']),
    how: z.enum(delegationReturns).nullable(),
    reason: z.string(),
    note: z.string(),
    /** Of the entry that gave it. */
    seq: z.number(),
    at: z.string(),
    due: z.string(),
    endedAt: z.string().nullable(),
    points: z.number().nullable(),
    fieldMarshal: z.string().nullable(),
    by,
    /** The catalog name of who did it, where it is a person; facts of before it was told name nobody. */
    byPerson: z.string().nullable().default(null),
  }),
);

/** People decided about rows of the impact list, or whether data was lost. */
export const incidentImpactDecided = defineFact('incident.impact-decided', z.object({ ...about, by }));

/** Tells the other domains what these events mean to them. An undo tells what it put back. */
export function emitFacts(
  tx: Tx,
  { before, after, events }: { before: Incident | null; after: Incident; events: readonly StoredEvent[] },
): void {
  const { id: incidentId, title, severity, drill } = after;
  const shared = { incidentId, title, severity, drill };
  for (const event of events) emitFact(tx, after, effectOf(event));
  const by = events.at(-1)?.actor.name ?? '';
  const byIntegration = events.at(-1)?.actor.kind === 'integration';
  tellActions(tx, { before, after, by, byIntegration });
  tellDelegation(tx, { before, after, by, byPerson: events.at(-1)?.actor.person ?? null });
  const worker = events.find(({ actor }) => actor.person !== null);
  // Before anybody has acknowledged or taken it over nobody waits for signs of life.
  if (worker && (before?.acknowledgedAt || before?.delegation?.state === 'accepted'))
    tx.emit(incidentWorkedOn, incidentId, { ...shared, by: worker.actor.name });
  const isFirst = before !== null && before.acknowledgedAt === null && after.acknowledgedAt !== null;
  if (isFirst || events.some(({ type }) => type === 'acknowledged')) {
    const last = events.at(-1)?.actor;
    const byPerson = last?.person ?? null;
    const teams = answersFor(after);
    tx.emit(incidentAcknowledged, incidentId, { ...shared, by: last?.name ?? '', byPerson, teams });
  }
}

interface Step {
  readonly before: Incident | null;
  readonly after: Incident;
  readonly by: string;
}

function tellActions(
  tx: Tx,
  { before, after, by, byIntegration }: Step & { readonly byIntegration: boolean },
): void {
  const { id: incidentId, title, severity, drill } = after;
  for (const is of after.review.actions) {
    const { action, title: what, owner, state, dueOn } = is;
    const was = before?.review.actions.find((other) => other.action === action);
    if (was === is || (was !== undefined && JSON.stringify(was) === JSON.stringify(is))) continue;
    const given = owner !== null && was?.owner?.person !== owner.person;
    tx.emit(incidentActionChanged, incidentId, {
      ...{ incidentId, title, severity, drill, action, what, state, dueOn, by, given },
      ...{ isNew: was === undefined, byIntegration },
      owner: owner?.person ?? null,
    });
  }
}

function tellDelegation(
  tx: Tx,
  { before, after, by, byPerson }: Step & { readonly byPerson: string | null },
): void {
  const { id: incidentId, title, severity, drill, delegation, roles } = after;
  if (delegation === null || JSON.stringify(before?.delegation) === JSON.stringify(delegation)) return;
  const fieldMarshal = roles.find(({ role }) => role === 'field-marshal')?.person ?? null;
  const { by: _, ...given } = delegation;
  tx.emit(incidentDelegationChanged, incidentId, {
    ...{ incidentId, title, severity, drill, by, byPerson, fieldMarshal },
    ...given,
  });
}

function effectOf(event: StoredEvent): StoredEvent {
  if (!isKnownEvent(event) || event.type !== 'undone' || event.data.back === null) return event;
  return { ...event, ...event.data.back };
}

/** Nobody outside acts on these. The first acknowledgement, and what becomes of actions and of a delegation, are told by emitFacts, whatever brought them. */
const untold = [
  'acknowledged',
  'described',
  'communicated',
  'bridge-set',
  'bridge-joined',
  'privacy-set',
  'delegated',
  'delegation-accepted',
  'delegation-returned',
  'reader-admitted',
  'reader-removed',
  'reviewed',
  'role-given',
  'role-dropped',
  'team-update-due-set',
  'page-recorded',
  'paging-exhausted',
  'task-added',
  'task-assigned',
  'task-done',
  'task-reopened',
  'task-removed',
  'noted',
  'marked',
  'alerts-counted',
  'alerts-resolved',
  'change-linked',
  'change-unlinked',
  'cause-found',
  'cause-answered',
  'absorbed',
  'impact-assessed',
  'impact-late',
  'severity-proposed',
  'severity-kept',
  'review-written',
  'factor-added',
  'factor-changed',
  'factor-removed',
  'action-added',
  'action-changed',
  'action-removed',
  'action-moved',
  'action-ticketed',
  'ticket-moved',
  'undone',
] as const;
type Untold = Extract<IncidentEvent, { type: (typeof untold)[number] }>;

function isUntold(event: IncidentEvent): event is Untold {
  return untold.some((type) => type === event.type);
}

function emitFact(tx: Tx, incident: Incident, event: StoredEvent): void {
  if (!isKnownEvent(event) || isUntold(event)) return;
  const { id, title, summary, severity, drill, product, environment, escalationPolicy, origin, state } =
    incident;
  const shared = { incidentId: id, title, severity, drill, by: event.actor.name };
  switch (event.type) {
    case 'declared':
      return tx.emit(incidentDeclared, id, {
        ...shared,
        summary,
        product,
        environment,
        escalationPolicy,
        origin,
      });
    case 'team-engaged': {
      const { team, reason, how } = event.data;
      return how === 'asked' ? tx.emit(incidentTeamEngaged, id, { ...shared, team, reason }) : undefined;
    }
    case 'team-state-changed': {
      const { team, to } = event.data;
      return tx.emit(incidentTeamStateChanged, id, { ...shared, team, state: to });
    }
    case 'severity-changed':
      return tx.emit(incidentSeverityChanged, id, { ...shared, from: event.data.from });
    case 'state-changed':
      return tx.emit(incidentStateChanged, id, { ...shared, state });
    case 'update-due-set':
      return tx.emit(incidentUpdateDueSet, id, { ...shared, due: event.data.due });
    case 'resolved':
      return tx.emit(incidentResolved, id, shared);
    case 'reopened':
      return tx.emit(incidentReopened, id, { ...shared, escalationPolicy, reason: event.data.reason });
    case 'merged':
      return tx.emit(incidentMerged, id, { ...shared, into: event.data.into });
    case 'alert-linked':
      return tx.emit(incidentAlertLinked, id, { ...shared, alert: event.data.alert });
    case 'alert-unlinked':
      return tx.emit(incidentAlertUnlinked, id, { ...shared, alert: event.data.alert });
    case 'impact-decided':
    case 'data-loss-set':
    case 'workaround-set':
      return tx.emit(incidentImpactDecided, id, shared);
  }
}
