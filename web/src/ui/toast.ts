import { useSyncExternalStore } from 'react';

export interface ToastInput {
  text: string;
  /** Takes the action back; offered for ten seconds, also by the key Z. */
  onUndo?: () => void;
}

export interface Toast extends ToastInput {
  id: number;
  /** When it goes; epoch ms of this device. */
  endsAt: number;
}

const shownMs = 10_000;
const shownMax = 4;
let toasts: readonly Toast[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const each of watchers) each();
}

/** Shows a line at the edge of the screen for ten seconds. The oldest goes when there are more than four. */
export function showToast(input: ToastInput): void {
  lastId += 1;
  const toast = { ...input, id: lastId, endsAt: Date.now() + shownMs };
  set([...toasts, toast].slice(-shownMax));
  globalThis.setTimeout(() => dismissToast(toast.id), shownMs);
}

export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) set(toasts.filter((toast) => toast.id !== id));
}

/** Takes back the newest action that can be; false when there is none. */
export function undoNewest(): boolean {
  const newest = toasts.findLast((toast) => toast.onUndo !== undefined);
  if (newest === undefined) return false;
  dismissToast(newest.id);
  newest.onUndo?.();
  return true;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => toasts,
  );
}
