import { z } from 'zod';
import { severity } from '../severity.ts';
import { hitStates, impactDecisions, impactKinds } from '../impact/words.ts';
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
  teamStates,
} from './words.ts';

/** Who did it, as the log keeps it. `person` is the catalog name behind it, null where no person is. */
export const who = z.object({
  kind: z.enum(['person', 'token', 'integration', 'system']),
  id: z.string(),
  name: z.string(),
  person: z.string().nullable(),
});
export type Who = z.infer<typeof who>;

/** A person with the name they had when it was written, so that a log reads the same for ever. */
export const personRef = z.object({ person: z.string(), name: z.string() });
export type PersonRef = z.infer<typeof personRef>;

const at = z.string();
/** The first time something happened, and the event that did it. */
const first = z.object({ at, seq: z.number() }).nullable();

const roleHolder = z.object({
  role: z.enum(incidentRoles),
  person: z.string(),
  name: z.string(),
  since: at,
});
export type RoleHolder = z.infer<typeof roleHolder>;

const teamWork = z.object({
  team: z.string(),
  state: z.enum(teamStates),
  engagedAt: at,
  acknowledgedAt: at.nullable(),
  /** When this team's next word is due. */
  updateDue: at.nullable(),
  note: z.string(),
  /** True when its escalation ended without anybody answering. */
  unanswered: z.boolean(),
});
export type TeamWork = z.infer<typeof teamWork>;

/** What is known of one page; the events tell each attempt. */
const pageRecord = z.object({
  page: z.string(),
  person: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  channel: z.string().nullable(),
  status: z.enum(pageStatuses),
  firstAt: at,
  answeredAt: at.nullable(),
  answeredBy: z.string().nullable(),
  detail: z.string(),
});
export type PageRecord = z.infer<typeof pageRecord>;

const task = z.object({
  task: z.string(),
  title: z.string(),
  assignee: personRef.nullable(),
  team: z.string().nullable(),
  done: z.boolean(),
  addedAt: at,
  doneAt: at.nullable(),
});
export type Task = z.infer<typeof task>;

/** What is known of the last time that the incident was given to a team alone. */
const delegation = z.object({
  team: z.string(),
  /** When it must be accepted. */
  due: at,
  reason: z.string(),
  /** Points of the triage advice when it was given; null where there was none. */
  points: z.number().nullable(),
  at,
  /** Of the entry that gave it, which has the context pack. */
  seq: z.number(),
  by: z.string(),
  state: z.enum(['waiting', 'accepted', 'returned']),
  how: z.enum(delegationReturns).nullable(),
  /** What was said with the acceptance or the return. */
  note: z.string(),
  endedAt: at.nullable(),
});

/** One part of the written review. `seq`: the entry that wrote it, for whoever changes it next. */
const reviewText = z.object({
  part: z.enum(reviewParts),
  text: z.string(),
  by: z.string(),
  at,
  seq: z.number(),
});

const factor = z.object({
  factor: z.string(),
  kind: z.enum(factorKinds),
  text: z.string(),
  entries: z.array(z.number()),
});
export type Factor = z.infer<typeof factor>;

/** Where the work on an action is kept. `state`: in the words of the tracker, null where it has not said; `stateAt`: as of when, by its clock. */
export const ticket = z.object({
  tracker: z.string(),
  key: z.string(),
  url: z.string().nullable(),
  state: z.string().nullable(),
  stateAt: at.nullable(),
});

const action = z.object({
  action: z.string(),
  title: z.string(),
  aim: z.enum(actionAims),
  state: z.enum(actionStates),
  owner: personRef.nullable(),
  team: z.string().nullable(),
  /** A day, `2026-12-01`. */
  dueOn: z.string().nullable(),
  task: z.string().nullable(),
  factor: z.string().nullable(),
  ticket: ticket.nullable(),
  /** What was said when its state changed last. */
  note: z.string(),
  addedAt: at,
  /** When it was done or dropped. */
  endedAt: at.nullable(),
});
export type Action = z.infer<typeof action>;

const linkedChange = z.object({
  change: z.string(),
  title: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  at: at.nullable(),
});
export type LinkedChange = z.infer<typeof linkedChange>;

const linkedAlert = z.object({ alert: z.string(), title: z.string() });
export type LinkedAlert = z.infer<typeof linkedAlert>;

const alertGroup = z.object({
  group: z.string(),
  title: z.string(),
  firing: z.number(),
  total: z.number(),
});
export type AlertGroup = z.infer<typeof alertGroup>;

const causeName = z.object({ kind: z.enum(causeKinds), name: z.string(), displayName: z.string() });
export type CauseName = z.infer<typeof causeName>;
/** What a person said of one row of the impact list. */
const impactDecided = z.object({
  kind: z.enum(impactKinds),
  name: z.string(),
  title: z.string(),
  state: z.enum(hitStates).nullable(),
  decision: z.enum(impactDecisions),
  reason: z.string(),
  by: z.string(),
  at,
});
export type ImpactDecided = z.infer<typeof impactDecided>;

const impact = z.object({
  decisions: z.array(impactDecided),
  /** The last assessment that the log tells of. */
  assessed: z.object({ assessment: z.number(), summary: z.string(), at }).nullable(),
  /** How often nobody had looked at it in time. */
  late: z.number(),
  /** null: nobody has said. */
  dataLoss: z.boolean().nullable(),
  /** What users can do meanwhile, one for each language; ISO 639-1. */
  workarounds: z.array(z.object({ language: z.string(), text: z.string(), by: z.string(), at })),
  proposal: z
    .object({ severity, reason: z.string(), rule: z.string(), at, answered: z.boolean() })
    .nullable(),
});

/** The last thing somebody did here, kept for the ten seconds in which they may undo it. */
const recentAction = z.object({
  /** `kind:id` of who did it. */
  by: z.string(),
  seq: z.number(),
  at,
  type: z.string(),
  undoable: z.boolean(),
  /** Whether somebody else changed the same thing since. */
  superseded: z.boolean(),
  /** What the event touched, such as `severity` or `task:T1`. */
  thing: z.string().nullable(),
  back: z.object({ type: z.string(), version: z.number(), data: z.unknown() }).nullable(),
});
export type RecentAction = z.infer<typeof recentAction>;

/** The fold of an incident's whole log: what the room shows beside the timeline. Instants are RFC 3339 UTC. */
export const incident = z.object({
  id: z.string(),
  /** Of the last event folded in. */
  seq: z.number(),
  title: z.string(),
  summary: z.string(),
  /** null: not assessed, which is never the same as SEV4. */
  severity: severity.nullable(),
  /** As whoever declared it, person or route, gave it; proposals never go below. */
  reportedSeverity: severity.nullable(),
  state: z.enum(incidentStates),
  drill: z.boolean(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  escalationPolicy: z.string().nullable(),
  origin: z.object({ kind: z.string(), id: z.string() }).nullable(),
  declaredAt: at,
  declaredBy: who,
  changedAt: at,
  acknowledgedAt: at.nullable(),
  resolvedAt: at.nullable(),
  reviewedAt: at.nullable(),
  resolution: z.string(),
  /** How often it came back after being resolved. */
  reopened: z.number(),
  mergedInto: z.string().nullable(),
  mergedFrom: z.array(z.string()),
  roles: z.array(roleHolder),
  teams: z.array(teamWork),
  pages: z.array(pageRecord),
  tasks: z.array(task),
  /** Tasks ever added; the next is called `T` and one more. */
  taskCount: z.number(),
  noteCount: z.number(),
  marks: z.array(z.object({ seq: z.number(), mark: z.enum(marks) })),
  updateDue: at.nullable(),
  /** What was sent to people outside. */
  communications: z.object({ sent: z.number(), lastAt: at.nullable() }),
  bridge: z.string().nullable(),
  bridgeJoined: z.array(personRef),
  delegation: delegation.nullable(),
  /** Only who works on it or was let in sees it; see `readersOf`. */
  private: z.boolean(),
  /** Who was let in by name. */
  readers: z.array(personRef),
  alertGroups: z.array(alertGroup),
  alerts: z.array(linkedAlert),
  changes: z.array(linkedChange),
  /** What the log was told last of the cause verdict; the verdict itself is under `/incidents/{id}/cause`. */
  likelyCause: z
    .object({ state: z.enum(causeStates), causes: z.array(causeName), probability: z.number(), at })
    .nullable(),
  /** What somebody said last about the cause. */
  causeAnswer: z
    .object({ answer: z.enum(causeAnswers), cause: causeName.nullable(), by: z.string(), at })
    .nullable(),
  impact,
  review: z.object({
    parts: z.array(reviewText),
    factors: z.array(factor),
    actions: z.array(action),
    /** Ever added; the next is called `F` or `A` and one more. */
    factorCount: z.number(),
    actionCount: z.number(),
  }),
  /** Sequence numbers of events taken back; screens show them struck through. */
  undone: z.array(z.number()),
  recent: z.array(recentAction),
  firsts: z.object({
    fieldMarshal: first,
    severity: first,
    teamEngaged: first,
    teamAcknowledged: first,
    updateDue: first,
    bridge: first,
    impact: first,
  }),
});
export type Incident = z.infer<typeof incident>;
