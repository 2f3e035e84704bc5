import { z } from 'zod';
import { line, objectName, text } from '../name.ts';
import { pageQuery } from '../page.ts';
import { severity } from '../severity.ts';
import { onIncident } from './schema.ts';
import { ticket } from './state-schema.ts';
import { actionAims, actionStates, factorKinds, reviewParts } from './words.ts';

export const writeReviewInput = onIncident.extend({
  part: z.enum(reviewParts),
  text,
  /** `seq` of the part that the author began from, 0 where nothing was written: refused if somebody else has written since. */
  basis: z.number().int().min(0),
});

const factorName = z.string().regex(/^F[1-9]\d{0,5}$/, 'must look like F2');
const factorContent = {
  kind: z.enum(factorKinds),
  text: text.min(1).max(2_000),
  /** Entries of the log that show it. */
  entries: z.array(z.number().int().min(1)).max(50).default([]),
};
export const addFactorInput = onIncident.extend(factorContent);
export const onFactor = onIncident.extend({ factor: factorName });
export const changeFactorInput = onFactor.extend(factorContent);

const actionName = z.string().regex(/^A[1-9]\d{0,5}$/, 'must look like A3');
const actionContent = {
  title: line,
  aim: z.enum(actionAims).default('prevent'),
  owner: objectName.nullable().default(null),
  team: objectName.nullable().default(null),
  dueOn: z.iso.date().nullable().default(null),
  /** The task or factor that it comes of. */
  task: z
    .string()
    .regex(/^T[1-9]\d{0,5}$/, 'must look like T3')
    .nullable()
    .default(null),
  factor: factorName.nullable().default(null),
};
export const addActionInput = onIncident.extend(actionContent);
export const onAction = onIncident.extend({ action: actionName });
export const changeActionInput = onAction.extend(actionContent);
export const moveActionInput = onAction.extend({
  state: z.enum(actionStates),
  note: text.max(2_000).default(''),
});
export const actionsInput = z.object({
  ...pageQuery.shape,
  /** `unfinished`: open and doing. `overdue`: those of them whose day has passed (UTC). */
  which: z.enum(['unfinished', 'overdue', 'ended', 'all']).default('unfinished'),
  owner: objectName.optional(),
  team: objectName.optional(),
  product: objectName.optional(),
});

/** An action as lists show it. */
export const actionRow = z.object({
  incidentId: z.string(),
  incidentTitle: z.string(),
  severity: severity.nullable(),
  product: z.string().nullable(),
  action: z.string(),
  title: z.string(),
  aim: z.enum(actionAims),
  state: z.enum(actionStates),
  owner: z.object({ person: z.string(), name: z.string() }).nullable(),
  team: z.string().nullable(),
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  ticket: ticket.nullable(),
  addedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type ActionRow = z.infer<typeof actionRow>;
