import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { Asked } from '../core/diode/request.ts';
import type { Line } from '../store/bundle-store.ts';
import type { Db } from '../store/self-store.ts';

const direction = z.enum(['up', 'down']);

const sending = z.object({
  id: z.string(),
  site: z.string(),
  direction,
  stream: z.string(),
  sequence: z.number(),
  parts: z.array(z.number()).nullable(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed']),
  sent_ratio: z.number(),
  error: z.string().nullable(),
  by_whom: z.string(),
  asked_at: z.date(),
  ended_at: z.date().nullable(),
});
export type StoredSending = z.output<typeof sending>;

export async function insertSending(
  tx: Tx,
  line: Line,
  { sequence, parts, by }: Asked & { readonly by: string },
): Promise<void> {
  await sql`
    insert into relay_sending (id, site, direction, stream, sequence, parts, state, by_whom, asked_at)
    values (${randomUUID()}, ${line.site}, ${line.direction}, ${line.stream}, ${sequence}, ${parts === null ? null : [...parts]}::int[],
      'waiting', ${by}, now())`.execute(tx.db);
}

/** The one to send next. What was under way when a process died begins anew. */
export async function nextSending(db: Db): Promise<StoredSending | null> {
  const row = await db
    .selectFrom('relay_sending')
    .selectAll()
    .where('state', 'in', ['waiting', 'sending'])
    .orderBy('asked_at')
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return row ? sending.parse(row) : null;
}

export async function listSendings(db: Db, limit: number): Promise<StoredSending[]> {
  const rows = await db
    .selectFrom('relay_sending')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => sending.parse(row));
}

export async function noteSending(
  tx: Tx,
  id: string,
  { state, ratio, error }: { state: StoredSending['state']; ratio: number; error?: string },
): Promise<void> {
  const hasEnded = state === 'sent' || state === 'failed';
  await sql`
    update relay_sending set state = ${state}, sent_ratio = ${ratio}, error = ${error ?? null},
      ended_at = case when ${hasEnded} then now() end where id = ${id}`.execute(tx.db);
}

const transfer = z.object({
  site: z.string(),
  direction,
  stream: z.string(),
  sequence: z.number(),
  whole: z.instanceof(Buffer),
  bytes: z.number(),
  parts: z.number(),
  first_at: z.date(),
  last_at: z.date(),
  result: z.string().nullable(),
});
export type StoredTransfer = z.output<typeof transfer>;

export interface Arriving extends Line {
  readonly sequence: number;
  readonly whole: Buffer;
  readonly bytes: number;
  readonly parts: number;
}

/** Something of this file has come just now. */
export async function noteTransfer(
  tx: Tx,
  { site, direction: way, stream, ...file }: Arriving,
): Promise<void> {
  await sql`
    insert into relay_transfer (site, direction, stream, sequence, whole, bytes, parts, first_at, last_at)
    values (${site}, ${way}, ${stream}, ${file.sequence}, ${file.whole}, ${file.bytes}, ${file.parts}, now(), now())
    on conflict (site, direction, whole) do update set last_at = now()`.execute(tx.db);
}

/** It is whole: taken in, and so no transfer any more; or refused, and why. */
export async function endTransfer(tx: Tx, whole: Buffer, refusal: string | null): Promise<void> {
  await (
    refusal === null
      ? sql`delete from relay_transfer where whole = ${whole}`
      : sql`update relay_transfer set result = ${refusal.slice(0, 500)}, last_at = now() where whole = ${whole}`
  ).execute(tx.db);
}

/** Oldest bundle first, each with the parts that are here; what was taken in by another way meanwhile is left out. */
export async function listTransfers(db: Db): Promise<(StoredTransfer & { have: number[] })[]> {
  const { rows } = await sql`
    select t.*, coalesce((select array_agg(distinct f.part order by f.part) from relay_file f where f.whole = t.whole and f.complete), '{}') as have
    from relay_transfer t
    where not exists (select from relay_bundle b where b.site = t.site and b.direction = t.direction and b.stream = t.stream
      and b.sequence = t.sequence and b.state in ('applied', 'received', 'passed-over'))
    order by t.site, t.sequence, t.first_at limit 1000`.execute(db);
  return rows.map((row) => transfer.extend({ have: z.array(z.number()) }).parse(row));
}

/** Forgets what was sent long ago, and transfers that nothing has come of for a month; their parts go by {@link sweepFiles}. */
export async function sweepDiode(db: Db): Promise<void> {
  await sql`delete from relay_transfer where last_at < now() - interval '30 days'`.execute(db);
  await sql`delete from relay_sending where state in ('sent', 'failed') and asked_at < now() - interval '30 days'`.execute(
    db,
  );
}
