import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assert } from './assert.ts';

/** How much the heap may grow over what is alive, in percent; 0 is V8's own measure, which is one to three times as much again. */
const growingPercent = 20;
let held = 0;

/**
 * For long work that lets go of nearly all it touches. V8 collects old memory once it has grown by as much as is alive or more, and counts
 * buffers hardly at all: a year of a site takes 400 MiB so, with 50 alive. From `fromBytes` of work on it is held to a fifth over what is
 * alive, for the process as a whole, until the last such work ends. Small work changes nothing; larger work begins with one full collection,
 * without which the earlier limit would stand until it is reached.
 */
export class SmallHeap {
  readonly #fromBytes: number;
  #bytes = 0;
  #isHeld = false;

  constructor(fromBytes: number) {
    this.#fromBytes = fromBytes;
  }

  /** So many bytes were worked through. */
  note(bytes: number): void {
    this.#bytes += bytes;
    if (this.#isHeld || this.#bytes < this.#fromBytes) return;
    this.#isHeld = true;
    held += 1;
    if (held > 1) return;
    setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
    collect();
  }

  /** To be called in a `finally`. */
  end(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    held -= 1;
    if (held === 0) setFlagsFromString('--heap-growing-percent=0');
  }
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  assert(typeof gc === 'function', 'V8 gives no collection');
  gc();
}
