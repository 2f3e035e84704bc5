import type { SloBudget } from '@fieldmarshal/contract/insights';

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
