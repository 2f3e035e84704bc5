import type { Clock } from '#platform';
import { secretHash } from './secret.ts';

/** How long an answer about a key is believed. A key revoked elsewhere works at most this long here. */
const believedMs = 2_000;
/** Entries kept for keys that exist, and apart from them for keys that do not, so that guessing pushes no real key out. */
const entriesMax = 5_000;

interface Entry<T> {
  readonly answer: Promise<T | null>;
  readonly askedAtMs: number;
}

/** Remembers for a moment whose key it is, so that a stream of signals costs no query each. Misses are remembered too. Errors are not. */
export class LookupCache<T> {
  readonly #load: (hash: Buffer) => Promise<T | null>;
  readonly #clock: Clock;
  readonly #known = new Map<string, Entry<T>>();
  readonly #unknown = new Map<string, Entry<T>>();
  /** The secret asked for last: a stream of signals comes with one, and hashing it each time costs more than all else here. */
  #last: { readonly secret: string; readonly entry: Entry<T> } | null = null;

  constructor(clock: Clock, load: (hash: Buffer) => Promise<T | null>) {
    this.#clock = clock;
    this.#load = load;
  }

  async find(secret: string): Promise<T | null> {
    const nowMs = this.#clock.now().getTime();
    const last = this.#last;
    if (last?.secret === secret && isBelieved(last.entry, nowMs)) return last.entry.answer;
    const hash = secretHash(secret);
    const key = hash.toString('base64');
    const entry = this.#known.get(key) ?? this.#unknown.get(key);
    if (entry && isBelieved(entry, nowMs)) {
      this.#last = { secret, entry };
      return entry.answer;
    }
    const fresh = { answer: this.#load(hash), askedAtMs: nowMs };
    keep(this.#known, key, fresh);
    try {
      const answer = await fresh.answer;
      if (answer === null && this.#known.get(key) === fresh) {
        this.#known.delete(key);
        keep(this.#unknown, key, fresh);
      }
      return answer;
    } catch (error) {
      if (this.#known.get(key) === fresh) this.#known.delete(key);
      throw error;
    }
  }

  clear(): void {
    this.#last = null;
    this.#known.clear();
    this.#unknown.clear();
  }
}

/** A clock that jumped back must not make an answer last. */
function isBelieved(entry: Entry<unknown>, nowMs: number): boolean {
  return Math.abs(nowMs - entry.askedAtMs) < believedMs;
}

function keep<T>(entries: Map<string, Entry<T>>, key: string, entry: Entry<T>): void {
  entries.delete(key);
  entries.set(key, entry);
  if (entries.size <= entriesMax) return;
  const oldest = entries.keys().next();
  if (!oldest.done) entries.delete(oldest.value);
}
