import type { PrivateReach } from '../egress/address-guard.ts';
import { overBurn, overForecast, overThreshold, type Rehearsed } from './core/rehearse.ts';
import type { ProbeOf, Surroundings } from './found.ts';
import { rangeOf } from './promql-api.ts';

interface Rehearsal {
  readonly reach: PrivateReach;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly to: number;
  readonly lastMs: number;
  readonly stepMs: number;
}

/** A forecast is looked at so many times over the time, on a line of so many points. */
const forecasts = 48;
const forecastPoints = 120;

/** What a PromQL monitor would have found over the last time, asked as a range. Throws a MonitorFailure where the server does not answer. */
export async function rehearsePromql(probe: ProbeOf<'promql'>, plan: Rehearsal): Promise<Rehearsed[]> {
  const { condition } = probe;
  const around: Surroundings = { ...plan, now: plan.to, note: () => undefined, noteRequest: () => undefined };
  const grid = gridOf(plan, condition.type === 'forecast' ? plan.lastMs / forecasts : plan.stepMs);
  switch (condition.type) {
    case 'threshold':
      return overThreshold(
        await rangeOf(probe, probe.query, { window: windowOf(grid), around }),
        grid,
        condition,
      );
    case 'burn-rate': {
      const ask = async (window: string) =>
        rangeOf(probe, probe.query.replaceAll(/\{\{\s*window\s*\}\}/g, window), {
          window: windowOf(grid),
          around,
        });
      const [long, short] = await Promise.all([ask(condition.longWindow), ask(condition.shortWindow)]);
      return overBurn({ long, short }, grid, condition);
    }
    case 'forecast': {
      const historyMs = condition.historyHours * 3_600_000;
      const stepS = Math.max(1, Math.round(historyMs / 1_000 / forecastPoints));
      const window = { from: grid.from - historyMs, to: grid.to, stepS };
      const lines = await rangeOf(probe, probe.query, { window, around });
      const { direction, limit, withinHours } = condition;
      return overForecast(lines, grid, { direction, limit, historyMs, withinMs: withinHours * 3_600_000 });
    }
  }
}

/** Whole seconds, so that what the server answers falls on the grid. */
function gridOf({ to, lastMs }: Rehearsal, wantedMs: number) {
  const stepMs = Math.max(1_000, Math.ceil(wantedMs / 1_000) * 1_000);
  const from = Math.floor((to - lastMs) / 1_000) * 1_000;
  return { from, to: from + Math.floor(lastMs / stepMs) * stepMs, stepMs };
}

function windowOf({ from, to, stepMs }: ReturnType<typeof gridOf>) {
  return { from, to, stepS: stepMs / 1_000 };
}
