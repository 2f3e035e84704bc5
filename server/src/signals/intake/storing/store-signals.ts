import type { Send, Tx } from '#platform';
import { tellChanges, tellGroups } from '../../alerts/join-groups.ts';
import { StaleRead } from '../../alerts/stale-read.ts';
import { dedup, type EpisodeChange, type NewEpisode, type Plan, type Touch } from '../../core/dedup.ts';
import { place, type Routing } from '../../core/routing.ts';
import { alertKey, type Signal } from '../../core/signal.ts';
import { silenceRules } from '../../silences/silence-cache.ts';
import {
  insertAlerts,
  loadEpisodes,
  storeSeen,
  updateAlerts,
  type Loaded,
  type SeenAlert,
} from '../../store/intake-store.ts';
import { placeNew } from './place-new.ts';

export interface Stored {
  /** Repeats that may be counted later, in bulk. */
  readonly seen: readonly SeenAlert[];
  /** Whether anything that people see has changed. */
  readonly visible: boolean;
  /** Whether all of them were alerts nobody had heard of, in groups that were open. */
  readonly unseen: boolean;
}

/**
 * Stores what these signals, in this order, mean: new alerts in their groups, changes, ends; with events, facts and timers.
 * Throws {@link StaleRead} where another transaction was first: roll back and call again.
 */
export async function storeSignals(tx: Tx, signals: readonly Signal[], routing: Routing): Promise<Stored> {
  return storeLoaded(tx, { signals, routing, loaded: await loadStored(tx.send, signals) });
}

/** What is stored of the alerts that these signals are about. */
export async function loadStored(send: Send, signals: readonly Signal[]): Promise<Loaded> {
  const keys = new Map(signals.map((signal) => [signal.id, signal]));
  return loadEpisodes(
    send,
    [...keys.values()].map(({ integration, key }) => ({ integration: integration.id, key })),
  );
}

interface Read {
  readonly signals: readonly Signal[];
  readonly routing: Routing;
  readonly loaded: Loaded;
}

/** {@link storeSignals}, where what is stored was read in the same transaction already. */
export async function storeLoaded(tx: Tx, { signals, routing, loaded }: Read): Promise<Stored> {
  const now = tx.now.getTime();
  const plan = planOf(signals, loaded, now);
  await storeTouches(tx, plan.touched);
  await storeChanges(tx, plan.changed, routing);
  const openedGroups = await storeNew(tx, plan.created, { routing, silenceVersion: loaded.silenceVersion });
  const unseen = !openedGroups && plan.created.length === signals.length;
  return { seen: seenLater(plan, now), visible: isVisible(plan), unseen };
}

/** The repeats that these signals are, where they are nothing else and nothing must be stored before the answer; else null. */
export function onlyRepeats(signals: readonly Signal[], loaded: Loaded): readonly SeenAlert[] | null {
  const plan = planOf(signals, loaded, loaded.now);
  const storesNothing = !isVisible(plan) && plan.touched.every((touch) => !touch.durable);
  return storesNothing ? seenLater(plan, loaded.now) : null;
}

function planOf(signals: readonly Signal[], { episodes }: Loaded, now: number): Plan {
  const stored = new Map(episodes.map((episode) => [alertKey(episode.integration, episode.key), episode]));
  return dedup(stored, signals, now);
}

function seenLater({ touched }: Plan, seenAt: number): SeenAlert[] {
  return touched.filter((touch) => !touch.durable).map((touch) => ({ ...touch, seenAt }));
}

function isVisible({ created, changed }: Plan): boolean {
  return created.length > 0 || changed.length > 0;
}

async function storeTouches(tx: Tx, touched: readonly Touch[]): Promise<void> {
  const durable = touched.filter((touch) => touch.durable);
  if (durable.length === 0) return;
  const seenAt = tx.now.getTime();
  await storeSeen(
    tx.db,
    durable.toSorted((a, b) => a.id - b.id).map((touch) => ({ ...touch, seenAt })),
  );
}

async function storeChanges(tx: Tx, changed: readonly EpisodeChange[], routing: Routing): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed
    .toSorted((a, b) => a.id - b.id)
    .map((change) => ({
      ...change,
      integration: change.by.integration,
      severity: change.content ? place(routing, change.content).severity : null,
    }));
  if ((await updateAlerts(tx.db, rows, tx.now)) < rows.length) throw new StaleRead();
  const groups = changed.flatMap((change) =>
    change.groupId !== null && change.state === 'resolved' ? [change.groupId] : [],
  );
  await tellChanges(tx, groups);
}

async function storeNew(
  tx: Tx,
  created: readonly NewEpisode[],
  { routing, silenceVersion }: { readonly routing: Routing; readonly silenceVersion: number },
): Promise<boolean> {
  if (created.length === 0) return false;
  const silences = await silenceRules(tx.ctx.env.databases, tx.db, silenceVersion);
  const { placed, wanted } = placeNew(created, { routing, silences, now: tx.now.getTime() });
  const groups = await insertAlerts(tx, placed, wanted);
  if (groups === null) throw new StaleRead();
  tellGroups(tx, wanted, groups);
  return groups.some(({ fresh }) => fresh);
}
