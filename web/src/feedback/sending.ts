import { useSyncExternalStore } from 'react';
import { RequestError, sendJson } from '../app/http.ts';
import {
  createOutbox,
  type GiveResult,
  type Outbox,
  type Outcome,
  type Saying,
  type Shelf,
  type Waiting,
} from './outbox.ts';

const firstRetryMs = 15_000;
const retryMaxMs = 120_000;

let outbox: Outbox | null = null;
let waiting: readonly Waiting[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

/** Sends what waits on this device for a person: now, when the network is back, and again and again until it is gone. */
export function startSending(person: string): void {
  outbox = createOutbox({ shelf: deviceShelf(), post, person, now: () => Date.now() });
  window.addEventListener('online', () => void flush(firstRetryMs));
  // Another page of ours sent or kept something.
  window.addEventListener('storage', look);
  look();
  void flush(firstRetryMs);
}

/** Answers that wait, the oldest first. */
export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(subscribe, () => waiting);
}

export async function give(said: Saying): Promise<GiveResult> {
  if (outbox === null) return { refused: 'Nobody is signed in here.' };
  const result = await outbox.give(said);
  look();
  if (result !== 'taken') again(firstRetryMs);
  return result;
}

export function discardWaiting(key: string): void {
  outbox?.discard(key);
  look();
}

async function flush(nextMs: number): Promise<void> {
  await outbox?.flush();
  look();
  again(nextMs);
}

/** Many devices lose the server at the same instant; they must not all come back in the same one. */
function again(waitMs: number): void {
  clearTimeout(timer);
  if (!waiting.some(({ refused }) => refused === null)) return;
  const nextMs = Math.min(retryMaxMs, waitMs * 2);
  timer = setTimeout(() => void flush(nextMs), waitMs * (0.75 + Math.random() / 2));
}

function look(): void {
  waiting = outbox?.list() ?? [];
  for (const each of watchers) each();
}

async function post(body: Saying & { heldSeconds: number }): Promise<Outcome> {
  try {
    await sendJson<object>('POST', '/api/v1/feedback', { body });
    return { is: 'taken' };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { status, message } = error;
    const isLater = status === 0 || status >= 500 || [401, 408, 409, 429].includes(status);
    return isLater ? { is: 'later' } : { is: 'refused', why: message };
  }
}

/** `localStorage`; where it is forbidden or full, the page holds it until it is closed. */
function deviceShelf(): Shelf {
  const page = new Map<string, string>();
  const stored = <T>(use: (storage: Storage) => T, otherwise: T): T => {
    try {
      return use(localStorage);
    } catch {
      return otherwise;
    }
  };
  return {
    names: () => [...new Set([...stored((storage) => Object.keys(storage), []), ...page.keys()])],
    get: (name) => stored((storage) => storage.getItem(name), null) ?? page.get(name) ?? null,
    set: (name, value) => {
      const isKept = stored((storage) => {
        storage.setItem(name, value);
        return true;
      }, false);
      if (!isKept) page.set(name, value);
      return isKept;
    },
    remove: (name) => {
      page.delete(name);
      stored((storage) => storage.removeItem(name), undefined);
    },
  };
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
