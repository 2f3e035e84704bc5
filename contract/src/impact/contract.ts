import { oc } from '@orpc/contract';
import { z } from 'zod';
import { briefsInput, incidentId } from '../incidents/schema.ts';
import { line, objectName, plainLine, text } from '../name.ts';
import { impactBrief } from './brief.ts';
import { hitState, impactKind, impactRecord } from './record.ts';
import { impactReach, reachInput } from './reach.ts';
import { impactPageRows } from './words.ts';

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['impact'] });

const onIncident = z.object({ id: incidentId });
const reason = text.max(2_000).default('');
const rowName = z.object({ kind: impactKind, name: objectName });

/** Totals are of all rows, whatever the page. */
export const readImpactInput = onIncident.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(impactPageRows),
  cursor: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a cursor of this list')
    .optional(),
});

export const decideImpactInput = onIncident.extend({
  decision: z.enum(['confirm', 'reject', 'clear']),
  /** What is on the person's screen: rows that appeared since are not touched. */
  rows: z.array(rowName).min(1).max(500),
  reason,
});
export const addImpactInput = onIncident.extend({ ...rowName.shape, state: hitState, reason });
export const dataLossInput = onIncident.extend({ lost: z.boolean(), reason: line.optional() });

export const workaroundInput = onIncident.extend({
  language: z.string().regex(/^[a-z]{2,3}$/, 'must be a language such as en'),
  /** What users can do meanwhile, one sentence; left out or empty: nothing any more. */
  text: plainLine.or(z.literal('')).default(''),
});

/** The HTTP contract of impact; mounted under `/api/v1`. Every command answers with the record after it and its first page of rows. */
export const impactContract = {
  get: route('GET', '/incidents/{id}/impact', 'Who and what an incident hits, how sure that is, and why')
    .input(readImpactInput)
    .output(impactRecord),
  decide: route('POST', '/incidents/{id}/impact/decisions', 'Confirm or reject what is listed')
    .input(decideImpactInput)
    .output(impactRecord),
  add: route('POST', '/incidents/{id}/impact/rows', 'Add what the assessment does not list')
    .input(addImpactInput)
    .output(impactRecord),
  setDataLoss: route('POST', '/incidents/{id}/impact/data-loss', 'Say whether data was lost')
    .input(dataLossInput)
    .output(impactRecord),
  setWorkaround: route(
    'POST',
    '/incidents/{id}/impact/workaround',
    'Say what users can do meanwhile, for readers of one language',
  )
    .input(workaroundInput)
    .output(impactRecord),
  briefs: route('GET', '/impact', 'How much each of some incidents hits')
    .input(briefsInput)
    .output(z.object({ items: z.array(impactBrief) })),
  acceptSeverity: route('POST', '/incidents/{id}/impact/severity', 'Accept the proposed severity')
    .input(onIncident)
    .output(impactRecord),
  declineSeverity: route('POST', '/incidents/{id}/impact/severity/decline', 'Keep the severity as it is')
    .input(onIncident.extend({ reason }))
    .output(impactRecord),
  reach: route('GET', '/impact/reach', 'Who would be hit if this product failed')
    .input(reachInput)
    .output(impactReach),
};
