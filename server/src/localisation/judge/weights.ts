import type { Ctx } from '#platform';
import { fittedStory, fittedWeights, type Weights } from '../core/weights.ts';
import { loadFit } from '../refit/weights-store.ts';

/** The weights by which verdicts are made now, and how they came about in one line. */
export async function currentWeights(ctx: Ctx): Promise<{ weights: Weights; story: string }> {
  const used = await loadFit(ctx.env.databases[ctx.pool], 'used');
  if (used?.weights == null) return { weights: fittedWeights, story: fittedStory };
  const answers = used.shown.report?.cases ?? 0;
  return { weights: used.weights, story: `${fittedStory}, then on ${answers} causes that people named here` };
}
