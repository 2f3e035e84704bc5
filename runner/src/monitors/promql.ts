import type { Imminent } from '@fieldmarshal/contract/checks';
import { z } from 'zod';
import { burnOf } from './core/burn.ts';
import { crossing, type Point } from './core/forecast.ts';
import { exchange } from './exchange.ts';
import { MonitorFailure, unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';

type PromqlProbe = ProbeOf<'promql'>;
type ConditionOf<T extends PromqlProbe['condition']['type']> = Extract<PromqlProbe['condition'], { type: T }>;

const sample = z.tuple([z.number(), z.string()]);
const answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample })) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ values: z.array(sample) })) }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
    z.object({ resultType: z.literal('string'), result: sample }),
  ]),
});

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
  const lines = await range(probe, { historyHours }, around);
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

async function judgeBurn(
  probe: PromqlProbe,
  { objectivePercent, longWindow, shortWindow, factor }: ConditionOf<'burn-rate'>,
  around: Surroundings,
): Promise<null> {
  const ask = async (window: string): Promise<number | null> =>
    worstOf(await instant(probe, probe.query.replaceAll(/\{\{\s*window\s*\}\}/g, window), around), 'above');
  const [long, short] = await Promise.all([ask(longWindow), ask(shortWindow)]);
  if (long === null || short === null) return noData(probe);
  const burn = burnOf({ long, short }, { objectivePercent, factor });
  around.note([
    { name: 'burnLong', value: burn.long, unit: '×' },
    { name: 'burnShort', value: burn.short, unit: '×' },
  ]);
  if (burn.isTooFast)
    throw unmet(
      `the error budget of ${objectivePercent} % burns ${round(burn.long)}× over ${longWindow} and ${round(burn.short)}× over ${shortWindow}, more than ${factor}×`,
    );
  return null;
}

async function instant(probe: PromqlProbe, query: string, around: Surroundings): Promise<number[]> {
  const { data } = await ask(probe, `query?${new URLSearchParams({ query }).toString()}`, around);
  switch (data.resultType) {
    case 'vector':
      return data.result.map(({ value }) => Number(value[1]));
    case 'matrix':
      return data.result.flatMap(({ values }) => values.slice(-1).map(([, value]) => Number(value)));
    case 'scalar':
    case 'string':
      return [Number(data.result[1])];
  }
}

const pointsWanted = 200;

async function range(
  probe: PromqlProbe,
  { historyHours }: { readonly historyHours: number },
  around: Surroundings,
): Promise<Point[][]> {
  const end = around.now / 1_000;
  const seconds = historyHours * 3_600;
  const query = new URLSearchParams({
    query: probe.query,
    start: String(end - seconds),
    end: String(end),
    step: String(Math.max(1, Math.round(seconds / pointsWanted))),
  });
  const { data } = await ask(probe, `query_range?${query.toString()}`, around);
  if (data.resultType !== 'matrix') throw unmet('the server did not answer with a range');
  // Each line costs the square of its points.
  return data.result
    .slice(0, 20)
    .map(({ values }) => values.map(([at, value]): Point => [at * 1_000, Number(value)]));
}

async function ask(probe: PromqlProbe, path: string, { reach, signal, note }: Surroundings) {
  const { status, body, times } = await answerOf({
    url: `${probe.server.replace(/\/+$/, '')}/api/v1/${path}`,
    method: 'GET',
    headers: { accept: 'application/json', ...probe.headers },
    verifyCertificate: true,
    redirects: 0,
    reach,
    signal,
  });
  note([{ name: 'totalMs', value: times.done, unit: 'ms' }]);
  const refusal = /"error"\s*:\s*"((?:[^"\\]|\\.){0,300})/.exec(body)?.[1] ?? `status ${status}`;
  // A query that cannot be read is the author's; everything else is the server's, which the check relies on and does not watch.
  if (status === 400 || status === 422)
    throw new MonitorFailure('test', `the server refuses the query: ${refusal}`);
  if (status !== 200)
    throw new MonitorFailure(
      'environment',
      `the metrics server answered ${refusal}`,
      'The metrics server does not answer queries.',
    );
  const parsed = answer.safeParse(safeJson(body));
  if (!parsed.success)
    throw new MonitorFailure(
      'environment',
      'the metrics server did not answer in the form of the Prometheus API',
    );
  return parsed.data;
}

/** A metrics server that is away says nothing about what it measures. */
async function answerOf(asked: Parameters<typeof exchange>[0]): ReturnType<typeof exchange> {
  try {
    return await exchange(asked);
  } catch (error) {
    if (!(error instanceof MonitorFailure) || error.fault !== 'product') throw error;
    throw new MonitorFailure('environment', error.message, 'The metrics server cannot be reached.');
  }
}

function safeJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function noData({ noData: means }: PromqlProbe): null {
  if (means === 'fail') throw unmet('the query finds nothing');
  return null;
}

function worstOf(values: readonly number[], direction: 'above' | 'below'): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  return known.reduce((a, b) => (direction === 'above' ? Math.max(a, b) : Math.min(a, b)));
}

function isBeyond(value: number, limit: number, direction: 'above' | 'below'): boolean {
  return direction === 'above' ? value > limit : value < limit;
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
