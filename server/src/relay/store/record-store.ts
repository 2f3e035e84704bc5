import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { BundleRecord } from '../core/record.ts';
import type { Db } from './self-store.ts';

interface From {
  readonly site: string;
  readonly stream: string;
  readonly sequence: number;
}

/** Of two bundles that tell of the same thing, the later one is believed, whichever came first; a new enrolment over an old one. */
export async function storeRecords(tx: Tx, from: From, records: readonly BundleRecord[]): Promise<void> {
  const last = [...new Map(records.map((record) => [`${record.kind} ${record.id}`, record])).values()];
  if (last.length === 0) return;
  await sql`
    insert into relay_record (site, kind, id, stream, at, sequence, data)
    select ${from.site}, r.kind, r.id, ${from.stream}::uuid, r.at, ${from.sequence}, r.data
    from jsonb_to_recordset(${JSON.stringify(last)}::jsonb) as r(kind text, id text, at timestamptz, data jsonb)
    on conflict (site, kind, id) do update set at = excluded.at, sequence = excluded.sequence, data = excluded.data, stream = excluded.stream
      where relay_record.stream <> excluded.stream or relay_record.sequence < excluded.sequence`.execute(
    tx.db,
  );
}

/** A run that was lost and came to its end after all is known as ended, whichever was told first. */
export async function storeRuns(
  tx: Tx,
  { site, sequence }: From,
  records: readonly BundleRecord[],
): Promise<void> {
  if (records.length === 0) return;
  // They were parsed when they were read, so their fields are those of a run.
  const runs = new Map<string, object>();
  for (const { id, at, data } of records)
    if (!runs.has(id) || data['state'] === 'ended') runs.set(id, { ...data, id, at });
  await sql`
    insert into relay_run (site, id, at, sequence, check_name, environment, place, type, state, verdict, fault, duration_ms, error)
    select ${site}, r.id, r.at, ${sequence}, r.check, r.environment, r.place, r.type, r.state, r.verdict, r.fault, r."durationMs", r.error
    from jsonb_to_recordset(${JSON.stringify([...runs.values()])}::jsonb) as r(id text, at timestamptz, "check" text, environment text, place text,
      type text, state text, verdict text, fault text, "durationMs" real, error text)
    on conflict (site, id) do update set at = excluded.at, sequence = excluded.sequence, state = excluded.state, verdict = excluded.verdict,
      fault = excluded.fault, duration_ms = excluded.duration_ms, error = excluded.error
      where relay_run.state <> 'ended' and excluded.state = 'ended'`.execute(tx.db);
}

/** What headquarters works out itself of what it was told; always the newest. */
export async function storeSummary(
  tx: Tx,
  { site, id, at, data }: { site: string; id: string; at: string; data: object },
): Promise<void> {
  await sql`
    insert into relay_record (site, kind, id, stream, at, sequence, data)
    values (${site}, 'incident', ${id}, '00000000-0000-0000-0000-000000000000', ${at}, 0, ${JSON.stringify(data)}::jsonb)
    on conflict (site, kind, id) do update set at = excluded.at, data = excluded.data`.execute(tx.db);
}

/** Of one kind of one site, for screens. */
const recordsMax = 1_000;

const record = z.object({ id: z.string(), at: z.date(), data: z.record(z.string(), z.unknown()) });
export type StoredRecord = z.output<typeof record>;

export async function loadRecords(db: Db, site: string, kind: string): Promise<StoredRecord[]> {
  const rows = await db
    .selectFrom('relay_record')
    .select(['id', 'at', 'data'])
    .where('site', '=', site)
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(recordsMax)
    .execute();
  return rows.map((row) => record.parse(row));
}

/** Incidents that were open at sites when each told last; nothing of a revoked one is believed, nor will it ever end them. Asked with every page, so it reads incidents only. */
export async function countOpenIncidents(db: Db): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from relay_site s join relay_record r on r.site = s.name and r.kind = 'incident'
    where s.state <> 'revoked' and (r.data->>'isOpen')::boolean`.execute(db);
  return rows[0]?.open ?? 0;
}

/** Of each site: incidents that are open, things that both sides said differently, alerts that fired when it last told. */
export async function countOpen(
  db: Db,
): Promise<ReadonlyMap<string, { incidents: number; conflicts: number; alerts: number }>> {
  const { rows } = await sql<{ site: string; incidents: number; conflicts: number; alerts: number }>`
    select site, count(*) filter (where kind = 'incident' and (data->>'isOpen')::boolean)::int as incidents,
      coalesce(sum((data->>'conflicts')::int) filter (where kind = 'incident'), 0)::int as conflicts,
      count(*) filter (where kind = 'alert' and data->>'state' in ('firing', 'acknowledged'))::int as alerts
    from relay_record where kind in ('incident', 'alert') group by site`.execute(db);
  return new Map(rows.map(({ site, ...rest }) => [site, rest]));
}
