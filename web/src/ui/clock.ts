import { useSyncExternalStore } from 'react';

let offsetMs = 0;
let timer: number | undefined;
const watchers = new Set<() => void>();

function tick(): void {
  for (const each of watchers) each();
  schedule();
}

function schedule(): void {
  timer = watchers.size === 0 ? undefined : window.setTimeout(tick, 1000 - (nowMs() % 1000) + 5);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  if (timer === undefined) schedule();
  return () => watchers.delete(watcher);
}

/** The server's idea of now, in epoch ms: a wrong clock on this device must not falsify ages. */
export function nowMs(): number {
  return Date.now() + offsetMs;
}

/** Tells the clock what the server said. Differences under two seconds are network delay and are ignored. */
export function setServerNow(serverMs: number): void {
  const difference = serverMs - Date.now();
  offsetMs = Math.abs(difference) < 2000 ? 0 : difference;
}

/** Reads something from the one ticking clock; renders again only when the answer changes. */
export function useClock<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  const snapshot = () => read(nowMs());
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** The device's IANA zone. */
export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
