import type { AppError, Clock } from '#platform';
import type { FailureGate } from './limits/failure-gate.ts';
import { secretHash } from './secret.ts';

/** How long an answer about a key is believed. A key revoked elsewhere works at most this long here. */
const believedMs = 2_000;
/** Entries kept for keys that exist, and apart from them for keys that do not, so that guessing pushes no real key out. */
const entriesMax = 5_000;

interface Entry<T> {
  readonly answer: Promise<T | null>;
  readonly askedAtMs: number;
}

/** Lets an address look up only so many keys that nobody knows. */
export interface Guard {
  readonly gate: FailureGate;
  /** What such an address hears. */
  readonly refusal: () => AppError;
}

/** Remembers for a moment whose key it is, so that a stream of signals costs no query each. Misses are remembered too. Errors are not. */
export class LookupCache<T> {
  readonly #load: (hash: Buffer) => Promise<T | null>;
  readonly #clock: Clock;
  readonly #guard: Guard | undefined;
  readonly #known = new Map<string, Entry<T>>();
  readonly #unknown = new Map<string, Entry<T>>();
  /** Keys that were good once: who uses them is not held up by what else comes from their address. */
  readonly #good = new Set<string>();
  /** The secret asked for last: a stream of signals comes with one, and hashing it each time costs more than all else here. */
  #last: { readonly secret: string; readonly entry: Entry<T> } | null = null;

  constructor(clock: Clock, load: (hash: Buffer) => Promise<T | null>, guard?: Guard) {
    this.#clock = clock;
    this.#load = load;
    this.#guard = guard;
  }

  /** Whose key it is, or null. `address`: who asks; too many unknown keys from there throw the guard's refusal. */
  async find(secret: string, address?: string): Promise<T | null> {
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
    return this.#ask({ key, hash, nowMs }, address);
  }

  /** Whether {@link find} would refuse without asking: for whoever can tell before anything else is done for the request. */
  turnsAway(secret: string, address: string): boolean {
    const nowMs = this.#clock.now().getTime();
    if (this.#guard === undefined || this.#guard.gate.has(address, nowMs)) return false;
    if (this.#last?.secret === secret) return false;
    const key = secretHash(secret).toString('base64');
    return !this.#good.has(key) && !this.#known.has(key);
  }

  async #ask(
    { key, hash, nowMs }: { key: string; hash: Buffer; nowMs: number },
    address: string | undefined,
  ): Promise<T | null> {
    const guard = address === undefined || this.#good.has(key) ? undefined : this.#guard;
    if (guard && address !== undefined && !guard.gate.take(address, nowMs)) throw guard.refusal();
    const fresh = { answer: this.#load(hash), askedAtMs: nowMs };
    keep(this.#known, key, fresh);
    try {
      const answer = await fresh.answer;
      if (answer !== null) this.#noteGood(key);
      if (answer !== null && guard && address !== undefined) guard.gate.giveBack(address);
      if (answer === null && this.#known.get(key) === fresh) {
        this.#known.delete(key);
        keep(this.#unknown, key, fresh);
      }
      return answer;
    } catch (error) {
      // Storage that is away is nobody's guess.
      if (guard && address !== undefined) guard.gate.giveBack(address);
      if (this.#known.get(key) === fresh) this.#known.delete(key);
      throw error;
    }
  }

  #noteGood(key: string): void {
    this.#good.delete(key);
    this.#good.add(key);
    if (this.#good.size <= entriesMax) return;
    const oldest = this.#good.values().next();
    if (!oldest.done) this.#good.delete(oldest.value);
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
