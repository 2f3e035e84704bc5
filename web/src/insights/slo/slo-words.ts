import type { SloBudget } from '@fieldmarshal/contract/insights';
import { csvOf } from '../../ui/csv.ts';

/** Burns that would spend the budget of four weeks within about two days. */
const fastBurn = 14.4;

/** Spent is broken, fast burning is degraded; without runs nobody knows, which is never green. */
export function healthOf({ left, burn }: SloBudget): 'failing' | 'degraded' | 'ok' | 'nodata' {
  if (left === null) return 'nodata';
  if (left <= 0) return 'failing';
  return (burn.hour.rate ?? 0) >= fastBurn || left < 0.1 ? 'degraded' : 'ok';
}

export function leftText({ left, checks }: SloBudget): string {
  if (left === null) return checks.length === 0 ? 'no check' : 'no run';
  return left < 0 ? `overspent ${Math.round(-left * 100)} %` : `${Math.round(left * 100)} %`;
}

/** `99.5 %`, without digits that say nothing. */
export function objectiveText(objective: number): string {
  return `${Number((objective * 100).toFixed(3))} %`;
}

export function rateText(rate: number | null): string {
  return rate === null ? '–' : rate === 0 ? '0' : rate.toFixed(1);
}

/** One row for each budget; shares as they are, 0..1 and below. */
export function slosCsv(items: readonly SloBudget[]): string {
  return csvOf(
    [
      ...[
        'slo',
        'workflow',
        'environment',
        'objective',
        'window_days',
        'good',
        'bad',
        'not_counted',
        'reached',
      ],
      ...['allowed', 'left', 'burn_1h', 'burn_6h', 'burn_3d', 'spent_in_hours'],
    ],
    items.map((one) => [
      ...[one.slo, one.workflow, one.environment, one.objective, one.windowDays, one.good, one.bad],
      ...[one.notCounted, one.reached, one.allowed, one.left, one.burn.hour.rate, one.burn.sixHours.rate],
      ...[one.burn.threeDays.rate, one.spentInHours],
    ]),
  );
}
