import type { Env } from '#platform';
import { admission, afterAttempt, closedCircuit, type Circuit } from '../core/circuit.ts';

/** How long an attempt may wait for its turn before it is put back into the outbox, so that one slow receiver does not hold the lane. */
const turnWaitMs = 500;
const putBackMs = 2_000;
/** Half of what runs at a time in the lane of deliveries: the other half is for other receivers. */
const waitingMax = 12;
/**
 * How long a message waits for the one before it to be recorded as sent. What a crash leaves unrecorded is sent again: so to a receiver
 * that answers at once one message is under way at a time, to a slow one as many as it takes. All that run at a time in the lane of
 * deliveries have had their turn before {@link turnWaitMs}.
 */
const apartMs = 20;
/** Where more pages than this wait, two are under way at a time: in a storm, to come late is worse than to come twice after a crash. */
const fewWait = 2;

/** How an attempt went; null where none was made. */
interface Result {
  readonly answered: boolean;
  readonly detail: string;
}

/** Leave to send to a receiver, or how long to wait and why. `answered` tells how it went; `end` gives the turn to the next, once that is recorded. */
export type Leave =
  | { readonly granted: true; answered(result: Result): void; end(): void }
  | { readonly granted: false; readonly waitMs: number; readonly circuitOpen: boolean; readonly why: string };

interface Receiver {
  running: number;
  circuit: Circuit;
  /** When the latest turn began, on the monotonic clock. */
  begunAt: number;
  readonly waiting: Set<Waiting>;
  next: NodeJS.Timeout | undefined;
}

/** Who asks for a turn. */
export interface Asking {
  /** Messages that may be under way to the receiver at a time. */
  readonly concurrency: number;
  /** Number of the message; of those that wait the oldest has the next turn, so that one put back is not overtaken again and again. */
  readonly message: number;
  /** Has its turn when none waits that is not, and leaves one turn to those. */
  readonly bulk: boolean;
}

interface Waiting extends Asking {
  readonly go: () => void;
}

/**
 * Keeps receivers apart within this process: each has a concurrency limit and a circuit breaker, so that a slow or dead one makes only
 * its own messages late. In memory on purpose: a restart finds out anew with one attempt each.
 */
export class Receivers {
  readonly #receivers = new Map<string, Receiver>();

  /** Receivers nothing is sent to at the moment, with the reason. */
  openCircuits(): { receiver: string; detail: string }[] {
    return [...this.#receivers]
      .filter(([, { circuit }]) => circuit.openUntilMs !== null)
      .map(([receiver, { circuit }]) => ({ receiver, detail: circuit.lastDetail }));
  }

  /** Asks for a turn; waits at most half a second for one. */
  async enter(name: string, asking: Asking): Promise<Leave> {
    const receiver = this.#receivers.get(name) ?? newReceiver();
    this.#receivers.set(name, receiver);
    const state = admission(receiver.circuit, performance.now());
    if (state === 'open' || (state === 'probe' && receiver.running > 0)) {
      const untilMs = (receiver.circuit.openUntilMs ?? 0) - performance.now();
      const why = `Not sent yet: ${name} has failed ${receiver.circuit.failures} times in a row (circuit open). Last: ${receiver.circuit.lastDetail}`;
      return { granted: false, waitMs: Math.max(1_000, untilMs), circuitOpen: true, why };
    }
    if (!(await this.#turn(receiver, asking)))
      return {
        granted: false,
        waitMs: putBackMs,
        circuitOpen: false,
        why: `Waiting: ${name} is slow to answer others.`,
      };
    return {
      granted: true,
      answered: (result) => {
        receiver.circuit = afterAttempt(receiver.circuit, { ...result, nowMs: performance.now() });
      },
      end: () => this.#end(name, receiver),
    };
  }

  /** Resolves to false when no turn came in time. */
  async #turn(receiver: Receiver, asking: Asking): Promise<boolean> {
    const isSlow = receiver.running >= mostOf(asking);
    if (isSlow && waitingLike(asking, receiver) >= waitingMax) return false;
    return new Promise((resolve) => {
      const timeout = setTimeout(() => {
        receiver.waiting.delete(waiting);
        resolve(false);
      }, turnWaitMs);
      const go = (): void => {
        clearTimeout(timeout);
        resolve(true);
      };
      const waiting = { ...asking, go };
      receiver.waiting.add(waiting);
      this.#pass(receiver);
    });
  }

  /** Gives the turn to the first that waits, if it has come, or sets a timer for when it has. */
  #pass(receiver: Receiver): void {
    clearTimeout(receiver.next);
    const first = firstOf(receiver.waiting);
    if (!first || receiver.running >= mostOf(first)) return;
    const isStorm = !first.bulk && waitingLike(first, receiver) > fewWait;
    const atOnce = isStorm ? 2 : 1;
    const apart = receiver.running < atOnce ? 0 : receiver.begunAt + apartMs - performance.now();
    if (apart > 0) {
      receiver.next = setTimeout(() => this.#pass(receiver), Math.ceil(apart));
      return;
    }
    receiver.waiting.delete(first);
    receiver.running += 1;
    receiver.begunAt = performance.now();
    first.go();
    this.#pass(receiver);
  }

  #end(name: string, receiver: Receiver): void {
    receiver.running -= 1;
    this.#pass(receiver);
    const isIdle = receiver.running === 0 && receiver.waiting.size === 0;
    if (isIdle && receiver.circuit === closedCircuit) this.#receivers.delete(name);
  }
}

function waitingLike({ bulk }: Asking, { waiting }: Receiver): number {
  return [...waiting].filter((one) => one.bulk === bulk).length;
}

function firstOf(waiting: ReadonlySet<Waiting>): Waiting | undefined {
  let first: Waiting | undefined;
  for (const one of waiting) if (first === undefined || isBefore(one, first)) first = one;
  return first;
}

function isBefore(one: Asking, other: Asking): boolean {
  return one.bulk === other.bulk ? one.message < other.message : other.bulk;
}

/** How many may be under way for this one to go, too. */
function mostOf({ concurrency, bulk }: Asking): number {
  return bulk ? Math.max(1, concurrency - 1) : concurrency;
}

function newReceiver(): Receiver {
  return { running: 0, circuit: closedCircuit, begunAt: 0, waiting: new Set(), next: undefined };
}

const receiversOf = new WeakMap<Env, Receivers>();

/** The receivers as this process knows them. */
export function receivers(env: Env): Receivers {
  const known = receiversOf.get(env) ?? new Receivers();
  receiversOf.set(env, known);
  return known;
}
