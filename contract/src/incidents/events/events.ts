import {
  isAnything,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  record,
  type ShapeOf,
} from './shape.ts';
import type { Who } from '../state-schema.ts';
import { hitStates, impactKinds } from '../../impact/words.ts';
import {
  actionAims,
  actionStates,
  causeAnswers,
  causeKinds,
  causeStates,
  delegationReturns,
  factorKinds,
  incidentRoles,
  incidentStates,
  marks,
  pageStatuses,
  reviewParts,
  severities,
  teamStates,
} from '../words.ts';

const severityOrNull = orNull(oneOf(severities));
const textOrNull = orNull(isText);
const person = record({ person: isText, name: isText });
const alertGroup = record({ group: isText, title: isText, firing: isNumber, total: isNumber });
const alert = record({ alert: isText, title: isText });
const change = record({
  change: isText,
  title: isText,
  product: textOrNull,
  environment: textOrNull,
  at: textOrNull,
});
const attachment = record({ id: isText, name: isText, contentType: isText, bytes: isNumber });
const task = record({ task: isText, title: isText, assignee: orNull(person), team: textOrNull });
const causeName = record({ kind: oneOf(causeKinds), name: isText, displayName: isText });
const factor = record({
  factor: isText,
  kind: oneOf(factorKinds),
  text: isText,
  /** Entries of the log that show it. */
  entries: listOf(isNumber),
});
const action = record({
  action: isText,
  title: isText,
  aim: oneOf(actionAims),
  owner: orNull(person),
  team: textOrNull,
  /** A day, `2026-12-01`. */
  dueOn: textOrNull,
  /** The task or factor it came of. */
  task: textOrNull,
  factor: textOrNull,
});
const teamWork = record({
  team: isText,
  state: oneOf(teamStates),
  engagedAt: isText,
  acknowledgedAt: textOrNull,
  updateDue: textOrNull,
  note: isText,
  unanswered: isFlag,
});
const impactDecision = record({
  kind: oneOf(impactKinds),
  name: isText,
  title: isText,
  state: orNull(oneOf(hitStates)),
  decision: oneOf(['confirmed', 'rejected', 'added', 'cleared']),
  reason: isText,
  /** Where an undo puts back what somebody decided before; null: whoever this entry is of, at its moment. */
  by: textOrNull,
  at: textOrNull,
});
const impactChange = record({
  kind: oneOf(impactKinds),
  name: isText,
  title: isText,
  was: isText,
  now: isText,
});

/**
 * Every kind and version of event ever stored, as `type@version`, with the shape of its `data`.
 * Entries are never removed or changed: a new shape is a new version beside the old one, with a line in the fixtures.
 */
export const eventShapes = {
  'declared@1': record({
    title: isText,
    summary: isText,
    severity: severityOrNull,
    product: textOrNull,
    environment: textOrNull,
    escalationPolicy: textOrNull,
    drill: isFlag,
    origin: orNull(record({ kind: isText, id: isText })),
  }),
  'acknowledged@1': record({}),
  'described@1': record({ title: isText, summary: isText }),
  'severity-changed@1': record({ from: severityOrNull, to: severityOrNull, reason: isText }),
  'state-changed@1': record({ from: oneOf(incidentStates), to: oneOf(incidentStates) }),
  /** `from`: who held it before; not null means a transfer. */
  'role-given@1': record({
    role: oneOf(incidentRoles),
    person: isText,
    name: isText,
    from: orNull(person),
  }),
  'role-dropped@1': record({ role: oneOf(incidentRoles), person: isText, name: isText }),
  /** `how`: `asked` for by somebody, or simply `paged` by an escalation that was running anyway. */
  'team-engaged@1': record({ team: isText, reason: isText, how: oneOf(['asked', 'paged']) }),
  'team-state-changed@1': record({
    team: isText,
    from: oneOf(teamStates),
    to: oneOf(teamStates),
    note: isText,
  }),
  'team-update-due-set@1': record({ team: isText, due: textOrNull }),
  'task-added@1': task,
  'task-assigned@1': record({ task: isText, assignee: orNull(person) }),
  'task-done@1': record({ task: isText }),
  'task-reopened@1': record({ task: isText }),
  'task-removed@1': record({ task: isText }),
  'noted@1': record({
    text: isText,
    code: orNull(record({ language: isText, text: isText })),
    attachments: listOf(attachment),
    decision: isFlag,
  }),
  'marked@1': record({ seq: isNumber, mark: oneOf(marks), on: isFlag }),
  'update-due-set@1': record({ due: textOrNull }),
  'bridge-set@1': record({ url: textOrNull }),
  'bridge-joined@1': person,
  /** `due`: when it must be accepted. `pack`: what the team was given to read, as Markdown. `points`: those of the triage advice then. */
  'delegated@1': record({
    team: isText,
    due: isText,
    reason: isText,
    pack: isText,
    points: orNull(isNumber),
  }),
  'delegation-accepted@1': record({ team: isText, note: isText }),
  'delegation-returned@1': record({ team: isText, how: oneOf(delegationReturns), reason: isText }),
  'privacy-set@1': record({ private: isFlag }),
  'reader-admitted@1': person,
  'reader-removed@1': person,
  /** `added`: how many are new since the last such event. */
  'alerts-counted@1': record({
    group: isText,
    title: isText,
    firing: isNumber,
    total: isNumber,
    added: isNumber,
    titles: listOf(isText),
  }),
  'alerts-resolved@1': record({ group: isText, total: isNumber }),
  'alert-linked@1': alert,
  'alert-unlinked@1': record({ alert: isText }),
  'change-linked@1': change,
  'change-unlinked@1': record({ change: isText }),
  /** `afterS`: whole seconds since the first attempt of this page; null for that attempt itself. */
  'page-recorded@1': record({
    page: isText,
    person: isText,
    name: isText,
    team: textOrNull,
    channel: textOrNull,
    status: oneOf(pageStatuses),
    detail: isText,
    /** Who answered, mostly the paged person; null for attempts. */
    answeredBy: textOrNull,
    afterS: orNull(isNumber),
    /** When it happened: in a storm its entry is written later. */
    happenedAt: orAbsent(isText),
  }),
  /** Nobody of the chain answered. `final`: nobody is left to page; else the fallback is being paged. */
  'paging-exhausted@1': record({ team: textOrNull, final: isFlag, detail: isText }),
  /** People about single rows of the impact list. */
  'impact-decided@1': record({ rows: listOf(impactDecision) }),
  /** The machine's picture changed; `more` changes did not fit. */
  'impact-assessed@1': record({
    assessment: isNumber,
    summary: isText,
    changes: listOf(impactChange),
    more: isNumber,
  }),
  /** Nobody has looked at the impact list in time. */
  'impact-late@1': record({ minutes: isNumber }),
  /** null: taken back. */
  'data-loss-set@1': record({ lost: orNull(isFlag), reason: isText }),
  /** What users can do meanwhile, for readers of one language; empty: nothing any more. */
  'workaround-set@1': record({ language: isText, text: isText }),
  'severity-proposed@1': record({ severity: oneOf(severities), reason: isText, rule: isText }),
  /** A person declined what was proposed. */
  'severity-kept@1': record({ severity: oneOf(severities), reason: isText }),
  /** Something left for people outside, as `by` approved it. */
  'communicated@1': record({
    communication: isText,
    audience: isText,
    application: isText,
    language: isText,
    stage: isText,
    title: isText,
    by: listOf(isText),
    /** What changed since they did, and no reader would notice. */
    changes: orAbsent(listOf(isText)),
    recipients: isNumber,
    corrects: textOrNull,
  }),
  'merged@1': record({ into: isText }),
  'absorbed@1': record({
    from: isText,
    title: isText,
    groups: listOf(alertGroup),
    alerts: listOf(alert),
    teams: listOf(teamWork),
    tasks: listOf(task),
    changes: listOf(change),
  }),
  /** The cause verdict changed in what it says. `state` clear: `causes` are one, or two at once; else nobody is named. */
  'cause-found@1': record({
    state: oneOf(causeStates),
    causes: listOf(causeName),
    /** 0..1, of the first. */
    probability: isNumber,
    version: isNumber,
    why: isText,
  }),
  /** What a person says of the verdict. `cause`: who it really was, null where that is not known. */
  'cause-answered@1': record({
    answer: oneOf(causeAnswers),
    cause: orNull(causeName),
    faultKind: textOrNull,
    note: isText,
  }),
  'resolved@1': record({ summary: isText }),
  'reopened@1': record({ reason: isText }),
  'reviewed@1': record({ summary: isText }),
  /** One part of the written review, as it is from now on. */
  'review-written@1': record({ part: oneOf(reviewParts), text: isText }),
  'factor-added@1': factor,
  'factor-changed@1': factor,
  'factor-removed@1': record({ factor: isText }),
  'action-added@1': action,
  'action-changed@1': action,
  'action-removed@1': record({ action: isText }),
  'action-moved@1': record({
    action: isText,
    from: oneOf(actionStates),
    to: oneOf(actionStates),
    note: isText,
  }),
  'action-ticketed@1': record({
    action: isText,
    ticket: orNull(record({ tracker: isText, key: isText, url: textOrNull })),
  }),
  /** The tracker said how far the ticket is, in its own words; `at`: when that was there, where it said so. */
  'ticket-moved@1': record({ action: isText, state: isText, at: textOrNull }),
  /** Takes back event `seq`; `back` is what is folded to do so, null where marking it is enough. */
  'undone@1': record({
    seq: isNumber,
    type: isText,
    back: orNull(record({ type: isText, version: isNumber, data: isAnything })),
  }),
} as const;

export type EventKey = keyof typeof eventShapes;
export type EventData<K extends EventKey> = ShapeOf<(typeof eventShapes)[K]>;
type Named<K extends EventKey> = K extends `${infer T}@${infer V extends number}`
  ? { type: T; version: V; data: EventData<K> }
  : never;

/** What decide returns: an event before the log gives it a place and a time. */
export type NewEvent = { [K in EventKey]: Named<K> }[EventKey];

/** An event as stored and sent, whatever its type: readers must expect types and versions they do not know. */
export interface StoredEvent {
  readonly incidentId: string;
  /** 1, 2, 3 … without gaps within an incident. */
  readonly seq: number;
  readonly id: string;
  /** Database time; RFC 3339 UTC. */
  readonly at: string;
  readonly actor: Who;
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

/** A stored event of a known type, version and shape; switch on `type`. */
export type IncidentEvent = Omit<StoredEvent, 'type' | 'version' | 'data'> & NewEvent;

/** Narrows a stored event for display. False for types and versions this code does not know, and for data that is not as declared. */
export function isKnownEvent(event: StoredEvent): event is StoredEvent & IncidentEvent {
  const key = `${event.type}@${event.version}`;
  return isEventKey(key) && eventShapes[key](event.data);
}

export function isEventKey(key: string): key is EventKey {
  return Object.hasOwn(eventShapes, key);
}
