import type { ImpactRow, ImpactScore } from '@fieldmarshal/contract/impact';
import { keyOf, wasHit } from './row.ts';

/** What an assessment lists as hit. */
export function listedAsHit(rows: readonly ImpactRow[]): string[] {
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
