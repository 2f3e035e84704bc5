import { useSyncExternalStore } from 'react';

let since: number | null = null;
const watchers = new Set<() => void>();

/** Says that somebody looks for something since then, or does no more (null). Kept in this page only. */
export function setLooking(at: number | null): void {
  since = at;
  for (const each of watchers) each();
}

/** Since when the person says that they look for something; null: they do not. */
export function useLooking(): number | null {
  return useSyncExternalStore(subscribe, () => since);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
