import type { Weights } from '../weights.ts';
import { fit, lossOf } from './fit-weights.ts';
import { crossValidate, isHit } from './folds.ts';
import type { Known } from './known.ts';

const fewest = 20;

interface Worth {
  readonly top1: number;
  readonly loss: number;
}

interface FitOn {
  readonly weights: Weights;
  readonly report: { readonly cases: number; readonly shipped: Worth; readonly own: Worth };
}

/** Fits from `begin`, and says what that is worth on cases left out beside what `begin` is. Null with fewer than 20 cases. */
export function fitOn(known: readonly Known[], begin: Weights): FitOn | null {
  if (known.length < fewest) return null;
  const folds = crossValidate(known, begin);
  const share = known.filter((one) => isHit(one, begin)).length / known.length;
  return {
    weights: { ...fit(known, begin), clear: folds.clear },
    report: {
      cases: known.length,
      shipped: { top1: share, loss: lossOf(known, begin) },
      own: { top1: folds.top1, loss: folds.loss },
    },
  };
}
