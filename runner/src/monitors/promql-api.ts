import { z } from 'zod';
import type { Point } from './core/forecast.ts';
import { exchange } from './exchange.ts';
import { MonitorFailure, unmet } from './failure.ts';
import type { ProbeOf, Surroundings } from './found.ts';

type PromqlProbe = ProbeOf<'promql'>;

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

/** Values of the answer now; a range gives the last of each line. */
export async function instant(probe: PromqlProbe, query: string, around: Surroundings): Promise<number[]> {
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

/** Lines of the answer that are looked at: each costs the square of its points. */
const linesMax = 20;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly stepS: number;
}

/** The lines of a query over a time (milliseconds since 1970); at most {@link linesMax}. */
export async function rangeOf(
  probe: PromqlProbe,
  query: string,
  { window: { from, to, stepS }, around }: { readonly window: Window; readonly around: Surroundings },
): Promise<Point[][]> {
  const search = new URLSearchParams({
    query,
    start: String(from / 1_000),
    end: String(to / 1_000),
    step: String(stepS),
  });
  const { data } = await ask(probe, `query_range?${search.toString()}`, around);
  if (data.resultType !== 'matrix') throw unmet('the server did not answer with a range');
  return data.result
    .slice(0, linesMax)
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
    throw new MonitorFailure('environment', `the metrics server answered ${refusal}`, {
      why: /"errorType"\s*:\s*"timeout"/.test(body)
        ? 'The metrics server gave the query up, since it took too long: let it ask for less, or record it as a rule.'
        : 'The metrics server does not answer queries.',
    });
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
    const why =
      error.inPlaceOfAnswer === 'silence'
        ? 'The metrics server did not answer in time: it is away or overloaded, or the query asks for too much.'
        : 'The metrics server cannot be reached.';
    throw new MonitorFailure('environment', error.message, { why });
  }
}

function safeJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
