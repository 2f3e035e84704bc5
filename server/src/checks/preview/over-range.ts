import type { Probe, PreviewPlace } from '@fieldmarshal/contract/checks';
import { rangesOf } from '@fieldmarshal/runner/egress';
import { MonitorFailure, rehearsePromql, type Rehearsed } from '@fieldmarshal/runner/monitors';
import type { Ctx } from '#platform';
import type { Filled } from '../core/fill.ts';
import type { Replayed } from '../core/replay.ts';
import { nothing, placeOf, type Preview } from './place.ts';

type Promql = Extract<Probe, { type: 'promql' }>;

const timeoutMs = 10_000;
/** A day has at most so many points. */
const stepSecondsMin = 60;

/** The query asked over the time, by the same guarded way as the monitor itself. */
export async function overRange(
  ctx: Ctx,
  plan: Preview,
  { probe, missing, secrets, privateRanges }: Filled & { readonly privateRanges: readonly string[] },
): Promise<PreviewPlace> {
  const { environment } = plan;
  if (probe.type !== 'promql') throw new Error('only a query can be asked over a time');
  if (missing.length > 0)
    return nothing(
      environment,
      `It names variables that have no value in ${environment}: ${missing.join(', ')}.`,
    );
  // A draft could name any server: what is secret is told to none before somebody has put his name to it by saving.
  if (secrets.length > 0)
    return nothing(
      environment,
      'It names secrets, which are used for saved checks only: the query cannot be tried.',
    );
  try {
    const points = await rehearsePromql(probe, {
      reach: rangesOf(privateRanges),
      signal: AbortSignal.timeout(timeoutMs),
      to: plan.to,
      lastMs: plan.to - plan.from,
      stepMs: Math.max(stepSecondsMin, plan.everySeconds) * 1_000,
    });
    return placeFrom(plan, probe, points);
  } catch (error) {
    if (!(error instanceof MonitorFailure)) throw error;
    ctx.env.log.debug({ error: error.message }, 'a query could not be tried');
    return nothing(environment, `The query could not be asked: ${error.message}.`);
  }
}

function placeFrom(plan: Preview, probe: Promql, points: readonly Rehearsed[]): PreviewPlace {
  const known = points.filter(({ outcome }) => outcome !== 'X');
  if (known.length === 0 && probe.noData === 'pass')
    return nothing(plan.environment, 'The query finds nothing in the last day.');
  return placeOf(plan, {
    source: 'range',
    note:
      known.length === points.length
        ? null
        : `The query found something at ${known.length} of ${points.length} points.`,
    runs: points.map((point) => runOf(point, probe)),
    line: points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }])),
    limit: limitOf(probe),
  });
}

function runOf(
  { at, outcome, value, crossesAt }: Rehearsed,
  { noData, unit = '', condition }: Promql,
): Replayed {
  const isBad = outcome === 'F' || (outcome === 'X' && noData === 'fail');
  const shown = value === null ? 'the query finds nothing' : `${Number(value.toPrecision(3))} ${unit}`.trim();
  const hours = crossesAt === null ? 0 : Math.max(0, (crossesAt - at) / 3_600_000);
  return {
    at,
    place: '',
    outcome: isBad ? 'F' : 'P',
    reason: shown,
    imminent:
      crossesAt === null
        ? null
        : condition.type === 'burn-rate'
          ? `A whole error budget would be gone in about ${(hours / 24).toFixed(1)} days`
          : `The limit would be reached in about ${hours.toFixed(1)} h`,
  };
}

function limitOf({ condition }: Promql): number {
  switch (condition.type) {
    case 'threshold':
      return condition.value;
    case 'forecast':
      return condition.limit;
    case 'burn-rate':
      return condition.factor;
  }
}
