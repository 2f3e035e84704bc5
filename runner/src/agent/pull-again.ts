import { Turned } from './client.ts';

const againMs = [1_000, 2_000, 5_000, 10_000, 20_000];
const turnedMs = 30_000;

/** Again and again; after a failure later and later, and seldom while the token is not (yet, or no longer) known. */
export async function pullAgain(
  once: () => Promise<void>,
  { signal, say }: { signal: AbortSignal; say: (words: string) => void },
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await once();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const isTurned = error instanceof Turned;
      const words = error instanceof Error ? error.message : String(error);
      if (failures === 0)
        say(isTurned ? `The server turns this runner away: ${words}` : `The server is away: ${words}`);
      failures += 1;
      await wait(isTurned ? turnedMs : (againMs[Math.min(failures, againMs.length) - 1] ?? 20_000), signal);
    }
  }
}

/** Resolves after so long, or as soon as `signal` says so. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, Math.max(0, ms));
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
