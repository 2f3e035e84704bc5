import { z } from 'zod';
import { instant, line, objectName, text } from '../name.ts';
import { pageQuery } from '../page.ts';
import { severity } from '../severity.ts';
import { personRef, who } from './state-schema.ts';
import { incidentRoles, incidentStates, marks, teamStates, workStates } from './words.ts';

/** `INC-42`. */
export const incidentId = z.string().regex(/^INC-[1-9]\d{0,9}$/, 'must look like INC-42');
export const onIncident = z.object({ id: incidentId });
/** Of which incidents something is asked in short. */
export const briefsInput = z.object({ incident: z.union([z.array(incidentId).max(200), incidentId]) });
const evidence = z
  .string()
  .max(100_000)
  .regex(/^[^\0\p{Cs}]*$/u, 'must not contain NUL or broken characters');
const role = z.enum(incidentRoles);
/** Short free text, up to 2,000 characters; may be empty. */
const remark = text.max(2_000).default('');
/** Ids of other domains' objects: alerts, changes. */
const foreignId = z
  .string()
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');
const flag = z.boolean().or(z.stringbool());
/** One value or several: `?state=triage&state=investigating`. */
const several = <T extends z.ZodType>(item: T) => z.union([z.array(item).max(20), item]);

/** What an alert or a change is called in the room is what it is called here, whatever `title` says. Strict: an `environment` or `private` that is misspelled would otherwise show to everybody what is for few. */
export const declareInput = z.strictObject({
  title: line,
  summary: text.default(''),
  severity: severity.nullable().default(null),
  product: objectName.nullable().default(null),
  environment: objectName.nullable().default(null),
  escalationPolicy: objectName.nullable().default(null),
  /** Teams asked in at once, beside the one that owns the product. */
  teams: z.array(objectName).max(50).default([]),
  /** Alerts this is declared from. */
  alerts: z
    .array(z.strictObject({ alert: foreignId, title: line }))
    .max(200)
    .default([]),
  /** Whether whoever declares leads it too. */
  takeLead: z.boolean().default(false),
  drill: z.boolean().default(false),
  /** Only who works on it or is let in sees it. */
  private: z.boolean().default(false),
});

export const listInput = z.object({
  ...pageQuery.shape,
  /** `true`: all but resolved and reviewed. `false`: only those. */
  open: flag.optional(),
  state: several(z.enum(incidentStates)).optional(),
  /** `none` stands for not assessed. */
  severity: several(z.enum([...severity.options, 'none'])).optional(),
  team: objectName.optional(),
  product: objectName.optional(),
  environment: objectName.optional(),
  fieldMarshal: objectName.optional(),
  drill: flag.optional(),
  /** Words (or their beginnings) in id, title, summary or notes; all must be found. */
  q: z.string().trim().max(200).optional(),
  /** `worst`: by severity, not assessed right after SEV1; then the newest. */
  sort: z.enum(['newest', 'worst']).default('newest'),
});

/** What lists count. `alerts` has all that are linked, by group or one by one; `alertsFiring` those of groups that fire now. */
export const summaryCounts = z.object({
  teams: z.number(),
  teamsAcknowledged: z.number(),
  openTasks: z.number(),
  alertsFiring: z.number(),
  alerts: z.number(),
  notes: z.number(),
  changes: z.number(),
});

export const incidentSummary = z.object({
  id: z.string(),
  seq: z.number(),
  title: z.string(),
  severity: severity.nullable(),
  state: z.enum(incidentStates),
  drill: z.boolean(),
  private: z.boolean(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  declaredAt: z.string(),
  /** Seconds since declaration on database time; until the end for resolved ones. */
  ageS: z.number(),
  changedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  mergedInto: z.string().nullable(),
  fieldMarshal: personRef.nullable(),
  updateDue: z.string().nullable(),
  updateLate: z.boolean(),
  bridge: z.string().nullable(),
  counts: summaryCounts,
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

export const eventsInput = onIncident.extend({
  /** Only events after (in `newest` order: before) this sequence number. */
  after: z.coerce.number().int().min(0).optional(),
  order: z.enum(['oldest', 'newest']).default('oldest'),
  /** Only these types, such as `noted`. */
  type: several(z.string().min(1).max(60)).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  cursor: z.string().max(500).optional(),
});

/** One entry of the log. Types and versions grow: show what is not known as such, never fail on it. */
export const incidentEvent = z.object({
  incidentId: z.string(),
  seq: z.number(),
  id: z.string(),
  at: z.string(),
  actor: who,
  type: z.string(),
  version: z.number(),
  data: z.unknown(),
});

export const describeInput = onIncident.extend({
  title: line,
  summary: text,
  /** What the author began from: refused if somebody else has changed it since. Left out: written over whatever is there. */
  was: z.strictObject({ title: z.string(), summary: z.string() }).optional(),
});
export const severityInput = onIncident.extend({ severity, reason: remark });
export const stateInput = onIncident.extend({ state: z.enum(workStates) });
export const takeRoleInput = onIncident.extend({ role });
export const giveRoleInput = onIncident.extend({ role, person: objectName });

export const engageTeamInput = onIncident.extend({ team: objectName, reason: remark });
export const teamStateInput = onIncident.extend({
  team: objectName,
  state: z.enum(teamStates).exclude(['engaged', 'paged']),
  note: remark,
});

/** When the next word is due: an instant, or minutes from now on the server's clock. Neither: no longer promised. */
const due = { due: instant.nullable().optional(), inMinutes: z.number().min(0.1).max(10_080).optional() };
export const updateDueInput = onIncident.extend(due);
export const teamUpdateDueInput = onIncident.extend({ team: objectName, ...due });

const taskName = z.string().regex(/^T[1-9]\d{0,5}$/, 'must look like T3');
export const addTaskInput = onIncident.extend({
  title: line,
  assignee: objectName.nullable().default(null),
  team: objectName.nullable().default(null),
});
export const onTask = onIncident.extend({ task: taskName });
export const assignTaskInput = onTask.extend({ assignee: objectName.nullable() });

export const noteInput = onIncident
  .extend({
    text: text.default(''),
    /** Pasted output, shown as it is; up to 100,000 characters. */
    code: z
      .object({
        language: z
          .string()
          .max(40)
          .regex(/^[\w+#. -]*$/)
          .default(''),
        text: evidence,
      })
      .nullable()
      .default(null),
    /** Ids of files uploaded to this incident before. */
    attachments: z.array(z.string().max(100)).max(20).default([]),
    decision: z.boolean().default(false),
  })
  .refine((note) => note.text.trim() !== '' || note.code !== null || note.attachments.length > 0, {
    path: ['text'],
    message: 'write something, or attach evidence',
  });
export const markInput = onIncident.extend({
  seq: z.number().int().min(1),
  mark: z.enum(marks),
  on: z.boolean().default(true),
});

export const bridgeInput = onIncident.extend({
  url: z
    .url({ protocol: /^(https?|tel|sip|zoommtg|msteams)$/ })
    .max(2_000)
    .nullable(),
});

export const privacyInput = onIncident.extend({ private: z.boolean() });
export const readerInput = onIncident.extend({ person: objectName });

export const linkAlertInput = onIncident.extend({ alert: foreignId, title: line });
export const unlinkAlertInput = onIncident.extend({ alert: foreignId });
export const linkChangeInput = onIncident.extend({
  change: foreignId,
  title: line,
  product: objectName.nullable().default(null),
  environment: objectName.nullable().default(null),
  at: instant.nullable().default(null),
});
export const unlinkChangeInput = onIncident.extend({ change: foreignId });

export const mergeInput = onIncident.extend({ into: incidentId });
export const resolveInput = onIncident.extend({ summary: remark });
export const reopenInput = onIncident.extend({ reason: remark });
export const reviewInput = onIncident.extend({ summary: text.default('') });
/** `seq` guards against undoing something else than what was on screen. */
export const undoInput = onIncident.extend({ seq: z.number().int().min(1).nullable().default(null) });

/** What an upload answers; its id goes into a note. */
export const attachment = z.object({
  id: z.string(),
  name: z.string(),
  contentType: z.string(),
  bytes: z.number(),
});
