import type { z } from 'zod';
import type { Ctx } from '../env.ts';

/**
 * Lanes have their own concurrency, so that slow deliveries cannot hold up reactions or escalation.
 * `react`: facts to verbs. `record`: those by which nobody is paged and no person's act is written down, such as what became of a page;
 * where more incidents open than can be paged for, they would take turns with pages. `page`: escalation. `deliver`: sending to the outside. `bulk`: the same to many, or for nobody who waits for
 * it, since thousands of customers may hold up no page. `think`: what is worked out about an incident, such as
 * its cause, its impact and drafts; in a thread of its own, since no thought may hold up a page. `model`: what waits for a language model;
 * in the same thread, since a model that says nothing may hold up no thought. `renew`: what was worked out before and is brought up to date,
 * one at a time in the same thread, since hundreds of those may hold up nothing new. `chore`: sweeps and clean-up.
 */
export const laneWidths = {
  react: 6,
  record: 2,
  page: 6,
  deliver: 24,
  bulk: 8,
  think: 2,
  model: 4,
  renew: 1,
  chore: 2,
} as const;
export type Lane = keyof typeof laneWidths;
/** Those of the thread that thinks. */
export const thinkingLanes: readonly Lane[] = ['think', 'model', 'renew'];
export const lanes: readonly Lane[] = [
  'react',
  'record',
  'page',
  'deliver',
  'bulk',
  'think',
  'model',
  'renew',
  'chore',
];

export function perLane<T>(of: (lane: Lane) => T): Record<Lane, T> {
  return {
    react: of('react'),
    record: of('record'),
    page: of('page'),
    deliver: of('deliver'),
    bulk: of('bulk'),
    think: of('think'),
    model: of('model'),
    renew: of('renew'),
    chore: of('chore'),
  };
}

/** A kind of work that can be put off. Its payload is parsed again when it runs. */
export interface Task<P> {
  readonly name: string;
  readonly lane: Lane;
  readonly payload: z.ZodType<P>;
  /** Milliseconds between runs of a recurring task; such a task has one row, keyed by its name. */
  readonly everyMs?: number;
}

export function defineTask<P>(name: string, options: Omit<Task<P>, 'name'>): Task<P> {
  return { name, ...options };
}

/** Work for a later moment. The same key replaces what was set before, also while that runs. */
export interface NewTimer {
  readonly key: string;
  readonly task: string;
  readonly lane: Lane;
  readonly payload: unknown;
  /** Database time; absent = at once. */
  readonly dueAt?: Date;
}

/** A claimed timer. `attempts` counts claims from 1 and fences out earlier holders. */
export interface Job {
  readonly key: string;
  readonly task: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly dueAt: Date;
}

/**
 * Runs one job. `ctx.job` is set: the first transaction that commits under `ctx` also finishes the job, so effects and completion
 * are one. A handler that must touch the outside between two transactions runs the first under {@link beforeFinish}.
 * It may run again after a crash; a throw puts it back with a growing delay.
 */
export interface Handler {
  readonly task: Task<unknown>;
  readonly run: (ctx: Ctx, payload: unknown) => Promise<void>;
}

export function handle<P>(task: Task<P>, run: (ctx: Ctx, payload: P) => Promise<void>): Handler {
  return { task, run: async (ctx, payload) => run(ctx, task.payload.parse(payload)) };
}

/** The same context without the job: transactions under it leave the job to be finished later. */
export function beforeFinish(ctx: Ctx): Ctx {
  const { job: _, ...rest } = ctx;
  return rest;
}
