import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { setServerNow } from '../ui/clock.ts';

export interface LiveState {
  kind: 'connecting' | 'live' | 'lost';
  /** Last instant (epoch ms, this device) at which what is shown was known to be current. */
  freshAt: number;
  /** When the connection was found broken; `null` while it is not. */
  lostAt: number | null;
}

/** A screen asks under a key whose first element names what it depends on: `liveKey(['incident:INC-1'], 'room')`. */
export function liveKey(topics: readonly string[], ...rest: readonly unknown[]): readonly unknown[] {
  return [{ topics }, ...rest];
}

/** True when a query with this key must ask again after news on these topics. `*` is everything. */
export function isTouched(queryKey: readonly unknown[], news: ReadonlySet<string>): boolean {
  if (news.has('*')) return true;
  const first = queryKey[0];
  if (typeof first !== 'object' || first === null || !('topics' in first)) return false;
  return (
    Array.isArray(first.topics) && first.topics.some((topic) => typeof topic === 'string' && news.has(topic))
  );
}

/** Asking again is held this long, so that a burst of news is one question. */
const gatherMs = 150;

/**
 * Asks again for every query that news touches. A question already on its way may have been answered from before the
 * news, so it is asked once more when its answer is here; it is never cancelled, or steady news would starve it.
 */
export function createRefresher(client: QueryClient): {
  news: (topics: readonly string[]) => void;
  stop: () => void;
} {
  const dirty = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const cache = client.getQueryCache();
    const ready = new Set([...dirty].filter((hash) => cache.get(hash)?.state.fetchStatus !== 'fetching'));
    for (const hash of ready) dirty.delete(hash);
    if (ready.size > 0) void client.invalidateQueries({ predicate: ({ queryHash }) => ready.has(queryHash) });
    if (dirty.size > 0) later();
  };
  const later = () => {
    timer ??= setTimeout(flush, gatherMs);
  };
  return {
    news: (topics) => {
      const set = new Set(topics);
      for (const query of client.getQueryCache().getAll()) {
        if (isTouched(query.queryKey, set)) dirty.add(query.queryHash);
      }
      if (dirty.size > 0) later();
    },
    stop: () => clearTimeout(timer),
  };
}

const tickMs = 5000;
/** A tick this late means that the machine slept or the page was frozen. */
const sleptMs = 15_000;
/** Streams that send beats and then are silent this long are dead, whatever the browser believes. */
const silentMs = 40_000;
const retryMaxMs = 15_000;

let state: LiveState = { kind: 'connecting', freshAt: Date.now(), lostAt: null };
const watchers = new Set<() => void>();

function setState(next: LiveState): void {
  state = next;
  for (const each of watchers) each();
}

export function useLive(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

/** An answer came from before although the stream seems alive. */
let isDoubted = false;

/**
 * Something shown is from before: the oldest such moment is what the band tells, until the connection is back. While the stream seems
 * alive, one question failed or the stream is dead: it is opened anew at the next tick, which shows which, and has everything asked again.
 */
export function noteKept(at: number): void {
  if (state.kind === 'live' && navigator.onLine) {
    isDoubted = true;
    return;
  }
  const freshAt = Math.min(state.freshAt, at);
  setState({ kind: 'lost', freshAt, lostAt: state.lostAt ?? freshAt });
}

/** One event stream for the tab, for as long as it is open. Returns what ends it. */
export function startLive(client: QueryClient, url = '/api/v1/live'): () => void {
  const refresher = createRefresher(client);
  const end = new AbortController();
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let hasBeats = false;
  let tickedAt = Date.now();

  const heard = (event: MessageEvent<unknown>) => {
    const { topics, at } = readMessage(event.data);
    if (at !== null) setServerNow(at);
    failures = 0;
    setState({ kind: 'live', freshAt: Date.now(), lostAt: null });
    refresher.news(topics);
  };
  const lost = () => {
    if (state.kind !== 'lost') setState({ ...state, kind: 'lost', lostAt: Date.now() });
    if (source?.readyState !== EventSource.CLOSED) return;
    failures += 1;
    const waitMs = Math.min(retryMaxMs, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
    clearTimeout(retry);
    retry = setTimeout(connect, waitMs);
  };
  const connect = () => {
    isDoubted = false;
    source?.close();
    const opened = new EventSource(url);
    source = opened;
    opened.addEventListener('open', () => refresher.news(['*']));
    opened.addEventListener('message', heard);
    opened.addEventListener('beat', (event) => {
      hasBeats = true;
      heard(event);
    });
    opened.addEventListener('error', lost);
  };
  const look = () => {
    const now = Date.now();
    const slept = now - tickedAt > sleptMs || now < tickedAt;
    const silent = hasBeats && now - state.freshAt > silentMs;
    tickedAt = now;
    if (slept || silent || isDoubted) connect();
  };
  const timer = setInterval(look, tickMs);
  document.addEventListener('visibilitychange', look, { signal: end.signal });
  window.addEventListener('online', connect, { signal: end.signal });
  window.addEventListener('offline', lost, { signal: end.signal });
  connect();
  return () => {
    end.abort();
    clearInterval(timer);
    clearTimeout(retry);
    refresher.stop();
    source?.close();
  };
}

/** What came is from our own server, yet a message that cannot be read must not end the stream: it means "look at everything". */
export function readMessage(data: unknown): { topics: string[]; at: number | null } {
  try {
    const message: unknown = JSON.parse(String(data));
    if (typeof message !== 'object' || message === null) return { topics: ['*'], at: null };
    const topics: unknown[] = 'topics' in message && Array.isArray(message.topics) ? message.topics : [];
    const at = 'at' in message ? Date.parse(String(message.at)) : Number.NaN;
    return {
      topics: topics.filter((topic) => typeof topic === 'string'),
      at: Number.isNaN(at) ? null : at,
    };
  } catch {
    return { topics: ['*'], at: null };
  }
}
