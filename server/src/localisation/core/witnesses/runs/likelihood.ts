import { logBeta } from '../../numbers.ts';

/** Failures, and all: of the runs, or parts of them, that something goes through, and of the others. */
export interface Split {
  readonly hits: number;
  readonly all: number;
  readonly beside: readonly [number, number];
}

/** How often a run fails where nothing that is looked at is at fault: seldom, or, in one of so many cases, because of something else too. */
const seldom = { a: 1, b: 40, share: 0.95 } as const;
const often = { a: 1, b: 3, share: 0.05 } as const;

/**
 * Log-likelihood ratio (nats) of one cause behind which runs fail: those through it at some rate, the others hardly ever; beside all of
 * them failing alike. Rates are not known and integrated over. Below 0 where the others fail as often.
 */
export function oneCause({ hits, all, beside }: Split): number {
  const failing = hits + beside[0];
  const passing = all + beside[1] - failing;
  const alike = logBeta(failing + 1, passing + 1);
  const through = logBeta(hits + 1, all - hits + 1);
  const nats = through + besides(beside) - alike;
  const isMore = hits * beside[1] >= beside[0] * all;
  return isMore ? nats : -Math.abs(nats);
}

/** Of the runs that the cause does not explain. */
function besides([failing, all]: readonly [number, number]): number {
  const [few, many] = [seldom, often].map(
    ({ a, b, share }) => Math.log(share) + logBeta(failing + a, all - failing + b) - logBeta(a, b),
  );
  const [high, low] = [Math.max(few ?? 0, many ?? 0), Math.min(few ?? 0, many ?? 0)];
  return high + Math.log1p(Math.exp(low - high));
}
