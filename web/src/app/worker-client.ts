import { useSyncExternalStore } from 'react';

let waiting: ServiceWorker | null = null;
const watchers = new Set<() => void>();
/** A failed load of a screen's code reloads the page, but not again and again. */
const reloadKey = 'fm.reloaded-at';
const reloadEveryMs = 60_000;

/** Whether a newer build is ready to take over. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => waiting !== null,
  );
}

/** Goes to the newer build: the worker changes, and with it the page. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is not a window: it has no origin to name
  waiting?.postMessage('activate');
}

/** Registers the service worker, where the connection is one that browsers trust with it: TLS, or this machine itself. */
export function startWorker(): void {
  reloadOnLostScreens();
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/worker.js', { updateViaCache: 'none' }).then(watch, () => {
    // Private windows and policies forbid it; the application then works online only.
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first worker of a browser replaces nothing.
    waiting = navigator.serviceWorker.controller === null ? null : registration.waiting;
    for (const each of watchers) each();
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}

/** After an upgrade without a worker, the code of screens not yet visited is gone from the server; the new page has its own. */
function reloadOnLostScreens(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const before = Number(sessionStorage.getItem(reloadKey) ?? 0);
    if (!navigator.onLine || Date.now() - before < reloadEveryMs) return;
    sessionStorage.setItem(reloadKey, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
