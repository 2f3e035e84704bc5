import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import type { Ctx } from '#platform';
import { viewOf } from '../core/live/view.ts';
import { fingerprint } from '../core/live/material.ts';
import type { Weights } from '../core/weights.ts';
import { gather, type Trouble } from '../evidence/gather.ts';
import type { Looked } from '../evidence/gathered.ts';
import { localiseApart } from './apart.ts';
import { currentWeights } from './weights.ts';

const pack = promisify(gzip);

export interface Found extends Looked {
  readonly verdict: CauseVerdict;
  /** Packed, where the verdict differs from `before`; else null. */
  readonly evidence: Buffer | null;
}

/** Gathers what is known of a trouble and judges it. Null: there is nothing left to go by, and `before` stands. */
export async function look(ctx: Ctx, trouble: Trouble, before: CauseVerdict | null): Promise<Found | null> {
  const looked = await gather(ctx, trouble);
  const { case: input } = looked.gathered;
  const hasSuspects = before !== null && before.suspects.length > 0;
  if (hasSuspects && looked.runs.length === 0 && input.alerts.length === 0) return null;
  const { weights, story } = await currentWeights(ctx);
  const verdict = viewOf(await localiseApart(input, weights), looked.gathered, story);
  const differs = before === null || fingerprint(before) !== fingerprint(verdict);
  return { ...looked, verdict, evidence: differs ? await packed({ ...looked, weights }) : null };
}

/** Evidence beyond this is kept without its spans, which are the most of it. */
const packedBytesMax = 4 * 1024 * 1024;

async function packed({ gathered, weights }: Looked & { readonly weights: Weights }): Promise<Buffer> {
  const whole = await pack(JSON.stringify({ gathered, weights }));
  if (whole.length <= packedBytesMax) return whole;
  const { case: input } = gathered;
  const bare = { ...input, now: { ...input.now, spans: null }, usual: { ...input.usual, spans: null } };
  const gaps = [...gathered.gaps, 'There were too many spans to keep them with the evidence.'];
  return pack(JSON.stringify({ gathered: { ...gathered, case: bare, gaps }, weights }));
}
