import type { Signal } from './signal.ts';

/** The latest stored episode of one key: the open one, or the last that ended. Instants in milliseconds. */
export interface StoredEpisode {
  readonly id: number;
  readonly integration: string;
  readonly key: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly hash: number;
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly endsAssumed: boolean;
  readonly resolvedAt: number | null;
  readonly resolvedByHand: boolean;
  readonly groupId: number | null;
}

type Transition = 'fired' | 'changed' | 'acknowledged' | 'resolved';

interface Span {
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly endsAssumed: boolean;
  readonly state: StoredEpisode['state'];
  readonly resolvedAt: number | null;
  /** Signals of this batch that belong to it. */
  readonly count: number;
  readonly transitions: readonly Transition[];
}

/** A new row. It may have ended within its own batch. */
export interface NewEpisode extends Span {
  readonly signal: Signal;
  /** It ended before anybody told us of it: worth a row, but it concerns nobody now. */
  readonly past: boolean;
}

/** A change of an open row. `content` is set where what people see of it changed. */
export interface EpisodeChange extends Span {
  readonly id: number;
  readonly groupId: number | null;
  readonly content: Signal | null;
  /** The last signal of this batch that belongs to it. */
  readonly by: Signal;
}

/** A repeat that changes nothing but count and end. */
export interface Touch {
  readonly id: number;
  readonly count: number;
  readonly endsAt: number | null;
  readonly endsAssumed: boolean;
  /** Its end as it is stored. */
  readonly storedEnd: number | null;
  /** Whether the count must be stored before the sender gets its answer. */
  readonly durable: boolean;
}

export interface Plan {
  readonly created: readonly NewEpisode[];
  readonly changed: readonly EpisodeChange[];
  readonly touched: readonly Touch[];
}

/** By how much a sender's clock may be behind the one its alert's start was taken from. */
const clockDifferenceMaxMs = 60_000;

interface Working {
  readonly id: number | null;
  readonly groupId: number | null;
  readonly alreadyResolved: boolean;
  readonly storedEnd: number | null;
  signal: Signal | null;
  by: Signal | null;
  past: boolean;
  contentChanged: boolean;
  hash: number;
  startsAt: number;
  endsAt: number | null;
  endsAssumed: boolean;
  state: StoredEpisode['state'];
  resolvedAt: number | null;
  resolvedByHand: boolean;
  count: number;
  durable: boolean;
  needsRow: boolean;
  transitions: Transition[];
}

/**
 * What to store for signals that arrived in this order, given the latest stored episode of each of their keys. Splitting a batch in two
 * gives the same rows. `now` in milliseconds. A repeat of what a person resolved, told by its start, opens nothing; nor does the end of
 * an alert nobody heard of, unless its sender keeps history.
 */
export function dedup(
  stored: ReadonlyMap<string, StoredEpisode>,
  signals: readonly Signal[],
  now: number,
): Plan {
  const latest = new Map<string, Working>();
  const all: Working[] = [];
  for (const signal of signals) {
    let episode = latest.get(signal.id) ?? loaded(stored.get(signal.id), all);
    const next = fold(episode, signal, now);
    if (next !== null && next !== episode) {
      all.push(next);
      episode = next;
    }
    if (episode) latest.set(signal.id, episode);
  }
  return sortOut(all);
}

function loaded(episode: StoredEpisode | undefined, all: Working[]): Working | undefined {
  if (!episode) return undefined;
  const working: Working = {
    id: episode.id,
    groupId: episode.groupId,
    alreadyResolved: episode.state === 'resolved',
    storedEnd: episode.endsAt,
    signal: null,
    by: null,
    past: false,
    contentChanged: false,
    hash: episode.hash,
    startsAt: episode.startsAt,
    endsAt: episode.endsAt,
    endsAssumed: episode.endsAssumed,
    state: episode.state,
    resolvedAt: episode.resolvedAt,
    resolvedByHand: episode.resolvedByHand,
    count: 0,
    durable: false,
    needsRow: false,
    transitions: [],
  };
  all.push(working);
  return working;
}

/** The episode the signal belongs to, changed by it; a new one; or `null` where the signal opens nothing. */
function fold(episode: Working | undefined, signal: Signal, now: number): Working | null {
  const ended = signal.action === 'resolve' || (signal.endsAt !== null && signal.endsAt <= now);
  const open = episode && episode.state !== 'resolved' ? episode : undefined;
  if (signal.action === 'acknowledge') return open ? acknowledge(open, signal) : null;
  if (ended) return open ? resolve(open, signal, now) : history(episode, signal, now);
  if (open) return repeat(open, signal, now);
  if (episode?.resolvedByHand && signal.startsAt !== null && signal.startsAt <= episode.startsAt)
    return counted(episode, signal);
  return counted(begin(signal, now), signal);
}

function counted(episode: Working, signal: Signal): Working {
  episode.count += 1;
  episode.by = signal;
  episode.durable ||= signal.countsDurably;
  return episode;
}

function acknowledge(episode: Working, signal: Signal): Working {
  if (episode.state === 'firing') {
    episode.state = 'acknowledged';
    episode.transitions.push('acknowledged');
    episode.needsRow = true;
  }
  return counted(episode, signal);
}

function resolve(episode: Working, signal: Signal, now: number): Working {
  // A late end of an earlier episode must not end this one; clocks that differ a little must not keep it open.
  if (signal.endsAt !== null && signal.endsAt < episode.startsAt - clockDifferenceMaxMs)
    return counted(episode, signal);
  episode.state = 'resolved';
  episode.resolvedAt = Math.max(episode.startsAt, Math.min(signal.endsAt ?? now, now));
  episode.endsAt = episode.resolvedAt;
  episode.endsAssumed = false;
  episode.resolvedByHand = false;
  episode.transitions.push('resolved');
  episode.needsRow = true;
  return counted(episode, signal);
}

function history(last: Working | undefined, signal: Signal, now: number): Working | null {
  const startsAt = signal.startsAt;
  if (!signal.keepsHistory || startsAt === null || signal.endsAt === null) return null;
  if (last?.resolvedAt && last.resolvedAt >= startsAt) return null;
  return resolve({ ...begin(signal, now), past: true }, signal, now);
}

function repeat(episode: Working, signal: Signal, now: number): Working {
  const end = endOf(signal, now);
  const startsAt = Math.min(episode.startsAt, signal.startsAt ?? now);
  // An end that somebody stated stands against an earlier one; one that we assumed does not.
  const keep =
    episode.endsAt !== null && end.endsAt !== null && episode.endsAt > end.endsAt && !episode.endsAssumed;
  const { endsAt, endsAssumed } = keep ? episode : end;
  const shortened =
    endsAt === null ? episode.endsAt !== null : episode.endsAt === null || endsAt < episode.endsAt;
  if (startsAt !== episode.startsAt || shortened) episode.needsRow = true;
  if (signal.hash !== episode.hash) {
    episode.hash = signal.hash;
    episode.signal = signal;
    episode.contentChanged = true;
    episode.needsRow = true;
    if (episode.transitions.at(-1) !== 'changed') episode.transitions.push('changed');
  }
  episode.startsAt = startsAt;
  episode.endsAt = endsAt;
  episode.endsAssumed = endsAssumed;
  return counted(episode, signal);
}

function begin(signal: Signal, now: number): Working {
  const end = endOf(signal, now);
  return {
    id: null,
    groupId: null,
    alreadyResolved: false,
    storedEnd: null,
    signal,
    by: signal,
    past: false,
    contentChanged: false,
    hash: signal.hash,
    startsAt: signal.startsAt ?? Math.min(now, end.endsAt ?? now),
    endsAt: end.endsAt,
    endsAssumed: end.endsAssumed,
    state: 'firing',
    resolvedAt: null,
    resolvedByHand: false,
    count: 0,
    durable: true,
    needsRow: true,
    transitions: ['fired'],
  };
}

function endOf(signal: Signal, now: number): { endsAt: number | null; endsAssumed: boolean } {
  if (signal.endsAt !== null) return { endsAt: signal.endsAt, endsAssumed: false };
  if (signal.expiresAfterMs === null) return { endsAt: null, endsAssumed: false };
  return { endsAt: now + signal.expiresAfterMs, endsAssumed: true };
}

function sortOut(all: readonly Working[]): Plan {
  const created: NewEpisode[] = [];
  const changed: EpisodeChange[] = [];
  const touched: Touch[] = [];
  for (const episode of all) {
    const { id, groupId, signal, by, past, count, durable, endsAt, endsAssumed, storedEnd } = episode;
    if (id === null && signal) created.push({ ...spanOf(episode), signal, past });
    else if (id !== null && episode.needsRow && by)
      changed.push({ ...spanOf(episode), id, groupId, by, content: episode.contentChanged ? signal : null });
    else if (id !== null && count > 0)
      touched.push({
        id,
        count,
        durable,
        endsAt: episode.alreadyResolved ? null : endsAt,
        endsAssumed,
        storedEnd,
      });
  }
  return { created, changed, touched };
}

function spanOf({ startsAt, endsAt, endsAssumed, state, resolvedAt, count, transitions }: Working): Span {
  return { startsAt, endsAt, endsAssumed, state, resolvedAt, count, transitions };
}
