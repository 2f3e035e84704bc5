import type { ImpactRow, ImpactState } from '@fieldmarshal/contract/impact';

export function keyOf({ kind, name }: Pick<ImpactRow, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}

/** Hit for certain or likely, now or before; what somebody rejected never was. */
export function wasHit({ standing, state }: ImpactRow): boolean {
  return (standing === 'confirmed' || standing === 'likely') && state !== 'unknown';
}

/** Hit now, and counted in totals and minutes. */
export function isCounted(row: ImpactRow): boolean {
  return wasHit(row) && row.until === null;
}

/** How much of a minute is lost to somebody whom it hits. */
const weights: Readonly<Record<ImpactState, number>> = {
  down: 1,
  'wrong-data': 1,
  degraded: 0.5,
  slow: 0.5,
  unknown: 0,
  ok: 0,
};

/** User-minutes lost up to this moment: users of a usual hour times minutes, by how badly it is hit. */
export function lostUntil(row: ImpactRow, now: string): number {
  if (!isCounted(row) || row.usersPerHour === null) return row.userMinutesLost;
  const minutes = Math.max(0, Date.parse(now) - Date.parse(row.asOf)) / 60_000;
  return row.userMinutesLost + row.usersPerHour * minutes * weights[row.state];
}
