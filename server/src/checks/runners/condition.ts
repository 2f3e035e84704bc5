import type { StoredRunner } from '../store/runner-store.ts';
import { silentAfterMs } from './runner.ts';

/** A run that begins this much later than it was due was of no use in its time. */
const lateMs = 10_000;
/** Of fewer runs one in twenty is none, and a single one that had to wait would speak for all: half of them must have begun late. */
const manyRuns = 20;
/** Fewer than these say something only where there were no more in an hour. */
const someRuns = 5;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const fullRatio = 0.95;
const skewMsMax = 60_000;

type Facts = Pick<
  StoredRunner,
  | 'servingMs'
  | 'timedRuns'
  | 'latenessP50Ms'
  | 'latenessP95Ms'
  | 'cpuRatio'
  | 'memoryRatio'
  | 'spooled'
  | 'problems'
  | 'clockSkewMs'
  | 'contradictedAt'
  | 'state'
  | 'key'
  | 'otherKey'
  | 'embedded'
> & { readonly lastSeenAt: Date | null };

/** How a runner is, by what it said last and how late its runs began. The worst comes first: a silent one says nothing else. */
export function conditionOf(runner: Facts, now: number): StoredRunner['state'] {
  if (runner.lastSeenAt === null) return 'new';
  if (now - runner.lastSeenAt.getTime() > silentAfterMs) return 'silent';
  if ((runner.cpuRatio ?? 0) >= fullRatio || (runner.memoryRatio ?? 0) >= fullRatio) return 'overloaded';
  return latenessOf(runner) === null ? 'ok' : 'late';
}

/** How many of its runs began how late; null: not late. */
function latenessOf(runner: Facts): { readonly share: string; readonly ms: number } | null {
  const { timedRuns, servingMs, latenessP50Ms, latenessP95Ms } = runner;
  if (timedRuns < someRuns && servingMs < hourMs) return null;
  const isMany = timedRuns >= manyRuns;
  const ms = (isMany ? latenessP95Ms : latenessP50Ms) ?? 0;
  return ms < lateMs ? null : { share: isMany ? 'One run in twenty' : 'Half of its few runs', ms };
}

/** What is wrong with a runner, in words for its owner. */
export function problemsOf(runner: Facts): string[] {
  const { state, cpuRatio, memoryRatio, clockSkewMs, spooled } = runner;
  const lateness = latenessOf(runner);
  const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;
  return [
    ...(state === 'silent' ? [`It has not asked for work for over ${silentAfterMs / 1_000} s.`] : []),
    ...(lateness === null
      ? []
      : [`${lateness.share} began ${Math.round(lateness.ms / 1000)} s late or later in the last hour.`]),
    ...((cpuRatio ?? 0) >= fullRatio ? [`It uses ${percent(cpuRatio ?? 0)} of its CPU.`] : []),
    ...((memoryRatio ?? 0) >= fullRatio ? [`It uses ${percent(memoryRatio ?? 0)} of its memory.`] : []),
    ...(Math.abs(clockSkewMs ?? 0) >= skewMsMax
      ? [
          `Its clock is ${spanText(Math.abs(clockSkewMs ?? 0))} ${(clockSkewMs ?? 0) > 0 ? 'ahead' : 'behind'}: let it follow a time server. The times of its runs are told by ours.`,
        ]
      : []),
    ...(runner.contradictedAt === null
      ? []
      : ['Nothing answers it where another runner gets through: look at its network.']),
    ...(spooled > 0
      ? [spooled === 1 ? 'One result waits to be delivered.' : `${spooled} results wait to be delivered.`]
      : []),
    ...keyProblems(runner),
    ...runner.problems,
  ];
}

function keyProblems({ key, otherKey, embedded, lastSeenAt, state }: Facts): string[] {
  if (otherKey !== null)
    return ['Its token came with another key, which got nothing: somebody has to decide.'];
  // One that is silent may have a token that it has not come with yet.
  const isUnknown = key === null && lastSeenAt !== null && !embedded && state !== 'silent';
  return isUnknown
    ? ['Its key is new with each start, so that its token alone opens secrets: update it.']
    : [];
}

function spanText(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.round(ms / dayMs)} days`;
  return ms >= 2 * hourMs ? `${Math.round(ms / hourMs)} hours` : `${Math.round(ms / 1000)} s`;
}
