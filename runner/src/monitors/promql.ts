import type { Imminent } from '@fieldmarshal/contract/checks';
import { budgetEnd, burnOf } from './core/burn.ts';
import { crossing } from './core/forecast.ts';
import { isBeyond, worstOf } from './core/worst.ts';
import { unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';
import { instant, rangeOf } from './promql-api.ts';

type PromqlProbe = ProbeOf<'promql'>;
type ConditionOf<T extends PromqlProbe['condition']['type']> = Extract<PromqlProbe['condition'], { type: T }>;

/** Asks a server with the Prometheus API, and looks at what the answer means. */
export async function probePromql(probe: PromqlProbe, around: Surroundings): Promise<Imminent | null> {
  const { condition } = probe;
  switch (condition.type) {
    case 'threshold':
      return judgeThreshold(probe, condition, around);
    case 'forecast':
      return judgeForecast(probe, condition, around);
    case 'burn-rate':
      return judgeBurn(probe, condition, around);
  }
}

async function judgeThreshold(
  probe: PromqlProbe,
  { direction, value: limit }: ConditionOf<'threshold'>,
  around: Surroundings,
): Promise<null> {
  const values = await instant(probe, probe.query, around);
  const worst = worstOf(values, direction);
  if (worst === null) return noData(probe);
  around.note([{ name: 'value', value: worst, unit: probe.unit ?? '' }]);
  if (isBeyond(worst, limit, direction))
    throw unmet(`${shown(probe, worst)} is ${direction} ${shown(probe, limit)}`);
  return null;
}

async function judgeForecast(
  probe: PromqlProbe,
  { direction, limit, withinHours, historyHours }: ConditionOf<'forecast'>,
  around: Surroundings,
): Promise<Imminent | null> {
  const lines = await history(probe, historyHours, around);
  const isUpwards = direction === 'above';
  const worst = worstOf(
    lines.flatMap((points) => points.at(-1)?.[1] ?? []),
    direction,
  );
  if (worst === null) return noData(probe);
  around.note([{ name: 'value', value: worst, unit: probe.unit ?? '' }]);
  if (isBeyond(worst, limit, direction))
    throw unmet(`${shown(probe, worst)} is ${direction} ${shown(probe, limit)}`);
  const soonest = lines
    .flatMap((points) => crossing(points, { limit, isUpwards, now: around.now }) ?? [])
    .toSorted((a, b) => a.likelyAt - b.likelyAt)
    .at(0);
  if (soonest === undefined) return null;
  const hours = (at: number): number => Math.max(0, (at - around.now) / 3_600_000);
  around.note([{ name: 'hoursLeft', value: hours(soonest.likelyAt), unit: 'h' }]);
  if (hours(soonest.likelyAt) > withinHours) return null;
  const until = soonest.latestAt === null ? 'or never' : `to ${round(hours(soonest.latestAt))} h`;
  return {
    what: `It will be ${direction} ${shown(probe, limit)} in about ${round(hours(soonest.likelyAt))} h (${round(hours(soonest.earliestAt))} h ${until})`,
    likelyAt: iso(soonest.likelyAt),
    earliestAt: iso(soonest.earliestAt),
    latestAt: soonest.latestAt === null ? null : iso(soonest.latestAt),
  };
}

const pointsWanted = 200;

async function history(probe: PromqlProbe, hours: number, around: Surroundings) {
  const ms = hours * 3_600_000;
  const stepS = Math.max(1, Math.round(ms / 1_000 / pointsWanted));
  return rangeOf(probe, probe.query, {
    window: { from: around.now - ms, to: around.now, stepS },
    around,
  });
}

async function judgeBurn(
  probe: PromqlProbe,
  condition: ConditionOf<'burn-rate'>,
  around: Surroundings,
): Promise<Imminent | null> {
  const { objectivePercent, longWindow, shortWindow, factor, tells, budgetDays } = condition;
  const ask = async (window: string): Promise<number | null> =>
    worstOf(await instant(probe, probe.query.replaceAll(/\{\{\s*window\s*\}\}/g, window), around), 'above');
  const [long, short] = await Promise.all([ask(longWindow), ask(shortWindow)]);
  if (long === null || short === null) return noData(probe);
  const burn = burnOf({ long, short }, { objectivePercent, factor });
  around.note([
    { name: 'burnLong', value: burn.long, unit: '×' },
    { name: 'burnShort', value: burn.short, unit: '×' },
  ]);
  if (!burn.isTooFast) return null;
  const rates = `${round(burn.long)}× over ${longWindow} and ${round(burn.short)}× over ${shortWindow}`;
  if (tells === 'failing')
    throw unmet(`the error budget of ${objectivePercent} % burns ${rates}, more than ${factor}×`);
  const { likelyAt, earliestAt, latestAt } = budgetEnd(burn, { budgetDays, now: around.now });
  const days = (at: number): string => round((at - around.now) / 86_400_000);
  return {
    what: `The error budget of ${objectivePercent} % burns ${rates}: a whole one, of ${budgetDays} days, is gone in about ${days(likelyAt)} days (${days(earliestAt)} to ${days(latestAt)})`,
    likelyAt: iso(likelyAt),
    earliestAt: iso(earliestAt),
    latestAt: iso(latestAt),
  };
}

function noData({ noData: means }: PromqlProbe): null {
  if (means === 'fail') throw unmet('the query finds nothing');
  return null;
}

function shown({ unit }: PromqlProbe, value: number): string {
  return `${round(value)}${unit === undefined ? '' : ` ${unit}`}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function iso(ms: number): string {
  // A line that hardly moves may lead beyond what a date can hold.
  return new Date(Math.min(ms, 253_402_300_799_000)).toISOString();
}
