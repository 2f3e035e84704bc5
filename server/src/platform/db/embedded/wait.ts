import { setTimeout as pause } from 'node:timers/promises';

/** Checks `condition` every few milliseconds until it holds (true) or `limitMs` has passed (false). Throws when aborted. */
export async function holdsWithin(
  limitMs: number,
  condition: () => Promise<boolean>,
  options: { readonly everyMs?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  const end = performance.now() + limitMs;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await condition()) return true;
    if (performance.now() >= end) return false;
    await pause(options.everyMs ?? 5);
  }
}
