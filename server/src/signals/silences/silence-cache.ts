import type { Kysely } from 'kysely';
import type { Databases, DB } from '#platform';
import type { SilenceRule } from '../core/silence.ts';
import { loadRules } from '../store/silence-store.ts';

/** The silences of one version. */
export interface Silences {
  readonly version: number;
  readonly rules: readonly SilenceRule[];
}

const caches = new WeakMap<Databases, Silences>();

/** The silences as they were read last; `undefined` before that. */
export function knownSilences(databases: Databases): Silences | undefined {
  return caches.get(databases);
}

/** The silences of this version, or newer; read again only when the version, which every batch reads, has grown. */
export async function silenceRules(
  databases: Databases,
  db: Kysely<DB>,
  version: number,
): Promise<readonly SilenceRule[]> {
  const cached = caches.get(databases);
  if (cached && cached.version >= version) return cached.rules;
  const loaded = await loadRules(db);
  caches.set(databases, loaded);
  return loaded.rules;
}
