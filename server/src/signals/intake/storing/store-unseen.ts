import { sql } from 'kysely';
import type { Env } from '#platform';
import { tellChangesOf } from '../../alerts/join-groups.ts';
import type { Signal } from '../../core/signal.ts';
import { isAboutToTurn, unseenEpisodes } from '../../core/unseen.ts';
import { readRouting } from '../../routing.ts';
import { knownSilences } from '../../silences/silence-cache.ts';
import { insertUnseen } from '../../store/unseen-store.ts';
import { placeNew } from './place-new.ts';

/**
 * Stores signals that are all of alerts nobody has heard of, in groups that are open, in one round trip. Returns false, and has stored
 * nothing, where they are anything else. `now` is database time as this process reckons it, milliseconds.
 */
export async function storeUnseen(env: Env, signals: readonly Signal[], now: number): Promise<boolean> {
  const silences = knownSilences(env.databases);
  const episodes = unseenEpisodes(signals, now);
  if (silences === undefined || episodes === null) return false;
  if (silences.rules.some((rule) => isAboutToTurn(rule, now))) return false;
  const routing = await readRouting(env);
  const { placed, wanted } = placeNew(episodes, { routing, silences: silences.rules, now });
  return insertUnseen(env.databases, {
    placed,
    wanted,
    catalogVersion: routing.version,
    silenceVersion: silences.version,
    reckonedMs: now,
    tellChanges: tellChangesOf(sql`marked`),
  });
}
