import { useSyncExternalStore } from 'react';

const open: HTMLElement[] = [];
const watchers = new Set<() => void>();

function changed(): void {
  for (const each of watchers) each();
}

/** A modal dialog makes everything outside inert, so what must stay usable has to live inside the newest one. */
export function enterTopLayer(dialog: HTMLElement): () => void {
  open.push(dialog);
  changed();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    changed();
  };
}

export function useTopLayer(): HTMLElement {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => open.at(-1) ?? document.body,
  );
}
