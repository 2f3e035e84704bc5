import type { Env } from '#platform';
import { admission, afterAttempt, closedCircuit, type Circuit } from '../core/circuit.ts';

/** How long an attempt may wait for its turn before it is put back into the outbox, so that one slow receiver does not hold the lane. */
const turnWaitMs = 500;
const putBackMs = 2_000;

/** How an attempt went; null where none was made. */
interface Result {
  readonly answered: boolean;
  readonly detail: string;
}

/** Leave to send to a receiver, or how long to wait and why. */
export type Leave =
  | { readonly granted: true; done(result: Result | null): void }
  | { readonly granted: false; readonly waitMs: number; readonly circuitOpen: boolean; readonly why: string };

interface Receiver {
  running: number;
  circuit: Circuit;
  readonly waiting: Set<() => void>;
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
  async enter(name: string, concurrency: number): Promise<Leave> {
    const receiver = this.#receivers.get(name) ?? { running: 0, circuit: closedCircuit, waiting: new Set() };
    this.#receivers.set(name, receiver);
    const state = admission(receiver.circuit, performance.now());
    if (state === 'open' || (state === 'probe' && receiver.running > 0)) {
      const untilMs = (receiver.circuit.openUntilMs ?? 0) - performance.now();
      const why = `Not sent yet: ${name} has failed ${receiver.circuit.failures} times in a row (circuit open). Last: ${receiver.circuit.lastDetail}`;
      return { granted: false, waitMs: Math.max(1_000, untilMs), circuitOpen: true, why };
    }
    if (receiver.running >= concurrency && !(await this.#turn(receiver)))
      return {
        granted: false,
        waitMs: putBackMs,
        circuitOpen: false,
        why: `Waiting: ${name} is slow to answer others.`,
      };
    receiver.running += 1;
    return { granted: true, done: (result) => this.#leave(name, receiver, result) };
  }

  /** Resolves to false when no turn came in time. */
  async #turn(receiver: Receiver): Promise<boolean> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => {
        receiver.waiting.delete(go);
        resolve(false);
      }, turnWaitMs);
      const go = (): void => {
        clearTimeout(timeout);
        receiver.waiting.delete(go);
        resolve(true);
      };
      receiver.waiting.add(go);
    });
  }

  #leave(name: string, receiver: Receiver, result: Result | null): void {
    receiver.running -= 1;
    if (result) receiver.circuit = afterAttempt(receiver.circuit, { ...result, nowMs: performance.now() });
    const [next] = receiver.waiting;
    if (next) next();
    else if (receiver.running === 0 && receiver.circuit === closedCircuit) this.#receivers.delete(name);
  }
}

const receiversOf = new WeakMap<Env, Receivers>();

/** The receivers as this process knows them. */
export function receivers(env: Env): Receivers {
  const known = receiversOf.get(env) ?? new Receivers();
  receiversOf.set(env, known);
  return known;
}
