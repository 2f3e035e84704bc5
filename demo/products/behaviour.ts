import type { ProductName } from '../ports.ts';

export type Json = Record<string, unknown>;

/** An answer of 4xx: the caller asked for something that cannot be had. Passed on unchanged by everybody on the way. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Another product failed (502) or did not answer in time (504). */
export class DependencyFailed extends Error {
  readonly status: 502 | 504;

  constructor(product: ProductName, status: 502 | 504) {
    super(`${product} ${status === 504 ? 'did not answer in time' : 'failed'}.`);
    this.status = status;
  }
}

/** What an operation may do besides computing: call the products its own product depends on. */
export interface Calls {
  /** For a hard dependency. Fails this request when the other product fails. */
  need(product: ProductName, operation: string, input: Json): Promise<Json>;
  /** For a soft dependency. `null` when the other product fails. */
  ask(product: ProductName, operation: string, input: Json): Promise<Json | null>;
}

type Operation = (input: Json, calls: Calls) => Promise<Json> | Json;

/** The code of one product; made anew at every start, so that what is in here is lost in a crash. */
export interface Behaviour {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Only of products with a queue; drained twice a second. */
  readonly queue?: WorkQueue;
  /** How long it waits for any other product; by default 2 s for a hard and 1.2 s for a soft dependency. */
  readonly patienceMs?: number;
}

export interface WorkQueue {
  readonly depth: number;
  /** When the oldest waiting entry came in, in milliseconds since 1970; `null` when none waits. */
  readonly oldestAt: number | null;
  push(work: () => void): void;
  /** Does what waits. */
  drain(): void;
}

const waitingMax = 10_000;

/** At most 10,000 entries wait; further ones are refused. */
export function workQueue(now: () => number): WorkQueue {
  const waiting: { at: number; work: () => void }[] = [];
  return {
    get depth() {
      return waiting.length;
    },
    get oldestAt() {
      return waiting[0]?.at ?? null;
    },
    push(work) {
      if (waiting.length >= waitingMax) throw new Refusal(429, 'The queue is full.');
      waiting.push({ at: now(), work });
    },
    drain() {
      for (const { work } of waiting.splice(0)) work();
    },
  };
}
