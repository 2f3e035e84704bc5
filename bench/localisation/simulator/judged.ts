import type { Judged, Stratum } from '../sets/judged.ts';
import { incidents } from './incident.ts';

/** Incidents of a seed, by kind of fault. */
export function simulated(seed: number, count: number): Stratum[] {
  const byKind = new Map<string, Judged[]>();
  for (const { id, kind, causes, input } of incidents(seed, count))
    byKind.set(kind, [...(byKind.get(kind) ?? []), { id, causes, input }]);
  return [...byKind].map(([kind, cases]) => ({ name: `simulator, ${kind}`, cases }));
}
