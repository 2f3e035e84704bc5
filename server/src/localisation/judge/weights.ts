import type { Ctx } from '#platform';
import { fittedStory, fittedWeights, type Weights } from '../core/weights.ts';

/** The weights by which verdicts are made now, and how they came about in one line. */
export async function currentWeights(_ctx: Ctx): Promise<{ weights: Weights; story: string }> {
  return { weights: fittedWeights, story: fittedStory };
}
