import { randomUUID } from 'node:crypto';
import type { Actor, Role } from '@fieldmarshal/contract';
import { inject } from 'vitest';
import {
  claimTimers,
  createLog,
  notifyPublisher,
  openDatabases,
  perLane,
  reactionHandlers,
  reactionTable,
  readConfig,
  runJob,
  type Config,
  type Connection,
  type Ctx,
  type Env,
  type Handler,
  type Lane,
  type Reaction,
} from '#platform';
import { ask, onDatabase } from './global-setup.ts';
import { mockTimeOptions } from './mock-time.ts';
import { whenOver } from './when-over.ts';

export { whenOver };

/** A running server's inside without its worker: jobs run when the test says so. */
export interface TestEnv extends Env {
  /** Runs every job that is due, and those they cause, until none is left; fails after `limit` jobs. Returns how many ran. */
  drain(limit?: number): Promise<number>;
  /** Moves database time (and `clock`) forward; due timers wait for {@link drain}. */
  fastForward(ms: number): Promise<void>;
}

interface TestEnvOptions {
  readonly reactions?: readonly Reaction[];
  readonly handlers?: readonly Handler[];
  readonly config?: Partial<Config>;
}

/** A fresh database cloned from the migrated template; dropped when the test that made it ends, else with its file. */
export async function testEnv(options: TestEnvOptions = {}): Promise<TestEnv> {
  const connection = inject('connection');
  const name = `fm_test_${randomUUID().replaceAll('-', '')}`;
  // Files are copied, not pages through the log: nobody reads this log.
  await administer(`create database ${name} template ${inject('template')} strategy file_copy`);
  const log = createLog(process.env['FIELDMARSHAL_TEST_LOG'] ?? 'silent');
  const databases = openDatabases(onDatabase(connection, name), log, { options: mockTimeOptions });
  const reactions = reactionTable(options.reactions ?? []);
  const handlers = new Map(
    [...(options.handlers ?? []), ...reactionHandlers(reactions)].map((h) => [h.task.name, h]),
  );
  let shiftMs = 0;
  const env: TestEnv = {
    config: {
      ...readConfig({}),
      logLevel: 'silent',
      publicUrl: 'http://127.0.0.1:4600',
      allowPrivateAddresses: true,
      ...options.config,
    },
    log,
    clock: { now: () => new Date(Date.now() + shiftMs) },
    databases,
    reactions,
    live: notifyPublisher,
    handover: null,
    drain: async (limit = 1_000) => drain(env, handlers, limit),
    fastForward: async (ms) => {
      shiftMs += ms;
      await databases.pools.web.query(
        `update mock_time.state set shift = shift + $1 * interval '1 millisecond'`,
        [ms],
      );
    },
  };
  whenOver(async () => {
    await databases.close();
    await administer(`drop database ${name} with (force)`);
  });
  return env;
}

interface EmptyDatabase {
  readonly connection: Connection;
  query(statement: string): Promise<unknown[]>;
}

/** A database with nothing in it; dropped when the test that made it ends, else with its file. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const server = inject('connection');
  const name = `fm_empty_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name}`);
  whenOver(() => administer(`drop database ${name} with (force)`));
  const connection = onDatabase(server, name);
  return { connection, query: (statement) => ask(connection, statement) };
}

async function drain(env: Env, handlers: ReadonlyMap<string, Handler>, limit: number): Promise<number> {
  let ran = 0;
  for (;;) {
    const jobs = await claimTimers(env.databases, [{ tasks: [...handlers.keys()], limit: 20 }]);
    if (jobs.length === 0) return ran;
    for (const job of jobs) {
      await runJob(env, handlers.get(job.task), job);
      ran += 1;
      if (ran > limit) throw new Error(`still jobs due after ${limit}, the last was ${job.key}`);
    }
  }
}

async function administer(statement: string): Promise<void> {
  await ask(inject('connection'), statement);
}

/** A context as a signed-in person has it. */
export function as(env: Env, person: string, roles: readonly Role[] = ['responder']): Ctx {
  const actor: Actor = { kind: 'person', person, displayName: person, roles };
  return { env, actor, requestId: `test-${person}`, pool: 'web' };
}

/** How many jobs a handover takes for each lane: none but for those named. */
export function roomIn(lanes: Partial<Record<Lane, number>>): Record<Lane, number> {
  return { ...perLane(() => 0), ...lanes };
}
