import { weighUp } from '../localise.ts';
import { largest } from '../numbers.ts';
import type { Weights } from '../weights.ts';
import { fit, lossOf } from './fit-weights.ts';
import type { Known } from './known.ts';

const count = 4;

interface How {
  readonly groupOf?: (one: Known) => string;
  /** Weights that are fitted; all of them where none are named. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** Fits without each fold in turn and looks at what was left out: what the weights are worth on groups never seen. */
export function crossValidate(
  known: readonly Known[],
  begin: Weights,
  { groupOf = ({ group }) => group, only }: How = {},
): { loss: number; top1: number; clear: number; lines: string[] } {
  const groups = [...new Set(known.map((one) => groupOf(one)))].toSorted();
  const folds = Array.from(
    { length: count },
    (_, fold) => new Set(groups.filter((_group, at) => at % count === fold)),
  );
  const parts = folds.map((fold) => {
    const weights = fit(
      known.filter((one) => !fold.has(groupOf(one))),
      begin,
      only,
    );
    const left = known.filter((one) => fold.has(groupOf(one)));
    return {
      loss: lossOf(left, weights),
      hits: left.map((one) => ({ set: one.set, sure: sureness(one, weights), isHit: isHit(one, weights) })),
    };
  });
  const hits = parts.flatMap((part) => part.hits);
  const lines = [...new Set(hits.map(({ set }) => set))].map((set) => {
    const own = hits.filter((hit) => hit.set === set);
    const spread = parts.map((part) => share(part.hits.filter((hit) => hit.set === set)).toFixed(2));
    return `${set}: top-1 left out ${share(own).toFixed(3)} of ${own.length}, by fold ${spread.join(' ')}`;
  });
  const clear = clearBound(hits);
  const called = hits.filter(({ sure }) => sure >= clear);
  lines.push(
    `clear from ${clear}: precision ${share(called).toFixed(3)}, coverage ${(called.length / hits.length).toFixed(3)}`,
  );
  return {
    clear,
    top1: share(hits),
    loss: parts.reduce((total, { loss }) => total + loss, 0) / count,
    lines,
  };
}

const wantedPrecision = 0.95;
/** Easy cases must not make up for the hard ones: of the answers that are only just clear so many must be right, too. */
const wantedOfLeast = 0.8;
const leastSure = 15;

/**
 * The least probability from which answers left out of the fit were right often enough. What is said to be less likely than that is never
 * clear, however lucky the few were that are just above it.
 */
function clearBound(hits: readonly { sure: number; isHit: boolean }[]): number {
  const bounds = Array.from({ length: 7 }, (_, step) => wantedOfLeast + step * 0.025);
  const isEnough = (bound: number): boolean => {
    const clear = hits.filter(({ sure }) => sure >= bound).toSorted((a, b) => a.sure - b.sure);
    return share(clear) >= wantedPrecision && share(clear.slice(0, leastSure)) >= wantedOfLeast;
  };
  return bounds.find(isEnough) ?? 0.95;
}

function sureness({ facts, testimonies }: Known, weights: Weights): number {
  const { probability, nothing } = weighUp(facts, testimonies, weights).posterior;
  return Math.max(nothing, largest(probability));
}

function share(hits: readonly { isHit: boolean }[]): number {
  return hits.filter(({ isHit: hit }) => hit).length / Math.max(1, hits.length);
}

/** Whether the true cause comes first, or nothing where nothing was wrong. */
export function isHit({ facts, testimonies, causes }: Known, weights: Weights): boolean {
  const { probability, nothing } = weighUp(facts, testimonies, weights).posterior;
  const most = largest(probability);
  if (causes.length === 0) return nothing > most;
  return nothing <= most && causes.some((cause) => probability[facts.index.get(cause) ?? -1] === most);
}
