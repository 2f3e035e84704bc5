import type { Ctx, Databases } from '#platform';
import type { IncidentFacts, Known } from '../core/facts.ts';
import { aftermathOf, listKnown, loadFacts, type Listed, type Wanted } from './store.ts';

interface Kept {
  readonly revision: string;
  readonly aftermath: string;
  readonly known: Known;
}

/** Of each database what was read last, by incident. */
const keptOf = new WeakMap<Databases, Map<string, Kept>>();
/** About a kilobyte each. */
const keptMax = 50_000;

/**
 * Incidents that count, declared in a period, with what came after them, newest first. Which they are, and as of which revision, is asked
 * for each time and under the eyes of whoever asks; only facts of a revision that was read before are not read again.
 */
export async function loadKnown({ env, pool }: Ctx, wanted: Wanted): Promise<Known[]> {
  const db = env.databases[pool];
  const kept = keptOf.get(env.databases) ?? new Map<string, Kept>();
  keptOf.set(env.databases, kept);
  const listed = await listKnown(db, wanted);
  const missing = listed.filter(({ id, revision }) => kept.get(id)?.revision !== revision);
  const read =
    missing.length === 0
      ? []
      : await loadFacts(
          db,
          missing.map(({ id }) => id),
        );
  const fresh = new Map(read.map((one) => [one.facts.id, one]));
  const all = listed.flatMap((one): Kept[] => {
    const now = keptNow(one, kept.get(one.id), fresh.get(one.id));
    return now === undefined ? [] : [now];
  });
  for (const one of all) kept.set(one.known.id, one);
  if (kept.size > keptMax) forgetOldest(kept);
  return all.map(({ known }) => known);
}

/** Undefined where it was deleted since it was listed. */
function keptNow(
  { revision, aftermath }: Listed,
  before: Kept | undefined,
  read: { readonly revision: string; readonly facts: IncidentFacts } | undefined,
): Kept | undefined {
  if (read !== undefined)
    return { revision: read.revision, aftermath, known: { ...read.facts, ...aftermathOf(aftermath) } };
  if (before === undefined || before.revision !== revision) return undefined;
  if (before.aftermath === aftermath) return before;
  return { revision, aftermath, known: { ...before.known, ...aftermathOf(aftermath) } };
}

/** Most questions are about the last months. */
function forgetOldest(kept: Map<string, Kept>): void {
  const oldest = [...kept.values()].toSorted((a, b) => a.known.declaredAt - b.known.declaredAt);
  for (const { known } of oldest.slice(0, kept.size - keptMax)) kept.delete(known.id);
}
