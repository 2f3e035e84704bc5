import type { Imminent } from '@fieldmarshal/contract/checks';
import { unmet } from './failure.ts';

interface Expiry {
  readonly imminentDays: number;
  readonly failingDays: number;
}

const dayMs = 86_400_000;

/** Days until a certificate ends. */
export function daysLeft(ends: Date, now: number): number {
  return (ends.getTime() - now) / dayMs;
}

/** Throws where a certificate has ended, or ends within the days that count as failing; tells of one that ends soon. */
export function judgeExpiry(ends: Date, { imminentDays, failingDays }: Expiry, now: number): Imminent | null {
  const days = daysLeft(ends, now);
  const date = ends.toISOString().slice(0, 10);
  if (days <= 0) throw unmet(`the certificate ended on ${date}`);
  if (days <= failingDays) throw unmet(`the certificate ends in ${Math.floor(days)} days, on ${date}`);
  if (days > imminentDays) return null;
  const at = ends.toISOString();
  return {
    what: `The certificate ends in ${Math.floor(days)} days, on ${date}`,
    likelyAt: at,
    earliestAt: at,
    latestAt: at,
  };
}
