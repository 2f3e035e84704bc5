import type { ImpactRow, ImpactScore } from '@fieldmarshal/contract/impact';
import { keyOf, wasHit } from './row.ts';

/** When people come and look. */
const firstMs = 60_000;

interface First {
  readonly firstAssessedAt: Date | null;
  readonly firstListed: readonly string[] | null;
}

/** What the first assessment lists as hit: what stands there by the end of its first minute, or when somebody decides something before. */
export function firstListedAfter(
  { firstListed, firstAssessedAt }: First,
  rows: readonly ImpactRow[],
  { now, isDecided }: { readonly now: Date; readonly isDecided: boolean },
): readonly string[] {
  const ageMs = firstAssessedAt === null ? 0 : now.getTime() - firstAssessedAt.getTime();
  return firstListed !== null && (isDecided || ageMs > firstMs) ? firstListed : listedAsHit(rows);
}

/** What an assessment lists as hit. */
function listedAsHit(rows: readonly ImpactRow[]): string[] {
  return rows.filter((row) => wasHit(row)).map((row) => keyOf(row));
}

/** The first assessment against what turned out to be hit, confirmed by people or seen by the end. */
export function scoreOf(first: readonly string[], final: readonly ImpactRow[]): ImpactScore {
  const hit = new Set(listedAsHit(final));
  const both = first.filter((key) => hit.has(key)).length;
  return {
    precision: first.length === 0 ? null : both / first.length,
    recall: hit.size === 0 ? null : both / hit.size,
    listed: first.length,
    hit: hit.size,
    both,
  };
}
