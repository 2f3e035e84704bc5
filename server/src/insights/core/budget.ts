import type { SloBudget } from '@fieldmarshal/contract/insights';

/** Runs of one hour, or of several added up; `at` is the beginning of one of them, milliseconds since 1970. */
export interface RunHour {
  readonly at: number;
  readonly good: number;
  readonly bad: number;
  readonly notCounted: number;
}

interface Objective {
  /** 0.5..0.99999. */
  readonly objective: number;
  readonly windowDays: number;
}

type Budget = Pick<
  SloBudget,
  'good' | 'bad' | 'notCounted' | 'reached' | 'allowed' | 'left' | 'burn' | 'spentInHours' | 'days'
>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const burnWindowsMs = { hour: hourMs, sixHours: 6 * hourMs, threeDays: 3 * dayMs };

/** The instants from which {@link budgetOf} counts at `now`, the earliest first; each once. Empty without an objective. */
export function beginsOf(objectives: readonly Pick<Objective, 'windowDays'>[], now: number): Date[] {
  if (objectives.length === 0) return [];
  const windows = [
    ...objectives.map(({ windowDays }) => windowDays * dayMs),
    ...Object.values(burnWindowsMs),
  ];
  return [...new Set(windows)].toSorted((a, b) => b - a).map((ms) => new Date(now - ms));
}

/**
 * What is left of an error budget at `now`, from runs by hour; the hour that is not over counts as far as it is known. Hours are whole, so
 * the window begins with an hour. Pure.
 */
export function budgetOf(
  hours: readonly RunHour[],
  { objective, windowDays }: Objective,
  now: number,
): Budget {
  const within = (ms: number): RunHour[] => hours.filter(({ at }) => at > now - ms && at <= now);
  const window = within(windowDays * dayMs);
  const { good, bad, notCounted } = sumOf(window);
  const total = good + bad;
  const allowed = total * (1 - objective);
  const left = total === 0 ? null : 1 - bad / allowed;
  const burn = {
    hour: burnOf(within(burnWindowsMs.hour), objective),
    sixHours: burnOf(within(burnWindowsMs.sixHours), objective),
    threeDays: burnOf(within(burnWindowsMs.threeDays), objective),
  };
  return {
    ...{ good, bad, notCounted, allowed, left, burn },
    reached: total === 0 ? null : good / total,
    spentInHours: spentInHours(left, burn.threeDays.rate, windowDays),
    days: daysOf(window),
  };
}

function sumOf(hours: readonly RunHour[]) {
  return hours.reduce(
    (sum, hour) => ({
      good: sum.good + hour.good,
      bad: sum.bad + hour.bad,
      notCounted: sum.notCounted + hour.notCounted,
    }),
    { good: 0, bad: 0, notCounted: 0 },
  );
}

function burnOf(hours: readonly RunHour[], objective: number): Budget['burn']['hour'] {
  const { good, bad } = sumOf(hours);
  const of = good + bad;
  return { rate: of === 0 ? null : bad / of / (1 - objective), bad, of };
}

/** At rate 1 a whole budget lasts a window. */
function spentInHours(left: number | null, rate: number | null, windowDays: number): number | null {
  if (left === null) return null;
  if (left <= 0) return 0;
  if (rate === null || rate === 0) return null;
  const hours = (left / rate) * windowDays * 24;
  return hours > windowDays * 24 ? null : hours;
}

function daysOf(hours: readonly RunHour[]): Budget['days'] {
  return [...Map.groupBy(hours, ({ at }) => Math.floor(at / dayMs))]
    .toSorted(([a], [b]) => a - b)
    .map(([day, own]) => ({
      day: new Date(day * dayMs).toISOString().slice(0, 10),
      ...{ good: sumOf(own).good, bad: sumOf(own).bad },
    }));
}
