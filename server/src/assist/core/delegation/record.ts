import type { TeamRecord } from '@fieldmarshal/contract/assist';
import { defaultThresholds, type Thresholds } from '../triage/advise.ts';

/** What became of one delegation. Instants are milliseconds since 1970. */
export interface Delegated {
  readonly team: string;
  /** Of the triage advice when it was given; null where there was none. */
  readonly points: number | null;
  readonly state: 'waiting' | 'accepted' | 'returned';
  readonly how: 'bounced' | 'late' | 'recalled' | 'reopened' | null;
  readonly atMs: number;
  readonly acceptedAtMs: number | null;
  readonly isResolved: boolean;
}

export function recordOf(team: string, all: readonly Delegated[]): TeamRecord {
  const own = all.filter((one) => one.team === team);
  const count = (how: Delegated['how']): number => own.filter((one) => one.how === how).length;
  const waits = own.flatMap(({ atMs, acceptedAtMs }) =>
    acceptedAtMs === null ? [] : (acceptedAtMs - atMs) / 60_000,
  );
  return {
    team,
    given: own.length,
    kept: own.filter((one) => wasRight(one) === true).length,
    ...{
      bounced: count('bounced'),
      late: count('late'),
      reopened: count('reopened'),
      recalled: count('recalled'),
    },
    open: own.filter(({ state, isResolved }) => state !== 'returned' && !isResolved).length,
    acceptedAfterMinutes: median(waits),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle * 10) / 10;
}

/** Whether it was right to give it to a team alone; null where that is not known, or where somebody merely changed their mind. */
function wasRight({ state, how, isResolved }: Delegated): boolean | null {
  if (state === 'returned') return how === 'recalled' ? null : false;
  return state === 'accepted' && isResolved ? true : null;
}

export interface Tuned {
  readonly thresholds: Thresholds;
  /** Why they differ from those of the beginning, in sentences. */
  readonly why: readonly string[];
}

/** So many known outcomes are needed before anything moves; more than these are old. */
const outcomesMin = 6;
const outcomesMax = 40;
const wrongShareMax = 1 / 3;
const rightShareMin = 0.9;

/**
 * The thresholds of the triage advice after what happened here, the newest 40 known outcomes counting: where more than a third of what was
 * delegated at some points came back, that many points are asked about (one) or led (two); where nine of ten that a Field Marshal should
 * have led went well with a team alone, one point more is needed. By one point at most, so that a bad month turns nothing upside down.
 */
export function tune(newestFirst: readonly Delegated[]): Tuned {
  const known = newestFirst
    .flatMap((one) => {
      const right = wasRight(one);
      return right === null || one.points === null ? [] : [{ points: one.points, right }];
    })
    .slice(0, outcomesMax);
  const at = (least: number, most: number) => {
    const some = known.filter(({ points }) => points >= least && points <= most);
    const wrong = some.filter(({ right }) => !right).length;
    return { count: some.length, wrong, share: some.length < outcomesMin ? null : wrong / some.length };
  };
  const { ask, fieldMarshal } = defaultThresholds;
  const [low, middle, high] = [at(ask - 1, ask - 1), at(ask, fieldMarshal - 1), at(fieldMarshal, Infinity)];
  const isLowWrong = low.share !== null && low.share > wrongShareMax;
  const isMiddleWrong = middle.share !== null && middle.share > wrongShareMax;
  const isHighRight = high.share !== null && 1 - high.share >= rightShareMin && !isMiddleWrong;
  const told = ({ count, wrong }: typeof low, points: string): string =>
    `${wrong} of ${count} that were given to a team alone at ${points} came back.`;
  return {
    thresholds: {
      ask: isLowWrong ? ask - 1 : ask,
      fieldMarshal: isMiddleWrong ? fieldMarshal - 1 : isHighRight ? fieldMarshal + 1 : fieldMarshal,
    },
    why: [
      ...(isLowWrong ? [told(low, '1 point')] : []),
      ...(isMiddleWrong ? [told(middle, '2 points')] : []),
      ...(isHighRight ? [told(high, '3 points or more')] : []),
    ],
  };
}

/** A team that gave back or left most of its latest five does not take this alone either. */
export function givesBack(
  team: string,
  newestFirst: readonly Delegated[],
): { readonly of: number; readonly back: number } | null {
  const latest = newestFirst.filter((one) => one.team === team && wasRight(one) !== null).slice(0, 5);
  const back = latest.filter((one) => wasRight(one) === false).length;
  return latest.length >= 3 && back * 2 > latest.length ? { of: latest.length, back } : null;
}
