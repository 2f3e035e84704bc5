import { sql } from 'kysely';
import type { Databases } from '../db/database.ts';
import type { Send } from '../db/client-transaction.ts';
import type { Fact } from './reaction.ts';

/** Ids taken from the sequence at a time. Those that a process has not used when it ends are never used. */
const blockSize = 200;

const blocks = new WeakMap<Databases, number[]>();

/**
 * Ids for new facts, in growing order. They come from a block taken ahead, so that facts and the timers of their reactions, which name
 * them, go out with COMMIT and nobody waits for an answer in between.
 */
export async function takeFactIds(databases: Databases, send: Send, count: number): Promise<number[]> {
  const free = blocks.get(databases) ?? [];
  blocks.set(databases, free);
  while (free.length < count) {
    const rows = await send(sql<{ id: number }>`
      select nextval('fact_id_seq') as id from generate_series(1, ${Math.max(blockSize, count)})`);
    free.push(...rows.map((row) => row.id));
  }
  return free.splice(0, count);
}

export async function storeFacts(send: Send, facts: readonly Fact<unknown>[]): Promise<void> {
  await send(sql`
    insert into fact (id, type, subject, data, at) overriding system value
    select id, type, subject, data, at
    from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as f(id bigint, type text, subject text, data jsonb, at timestamptz)`);
}
