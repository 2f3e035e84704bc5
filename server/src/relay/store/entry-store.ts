import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { EventData } from '../core/record.ts';
import type { Entry } from '../core/merge.ts';
import type { Arrival } from '../core/stamp.ts';
import type { Db } from './self-store.ts';

export interface StoredEntry extends Entry {
  readonly incident: string;
  readonly at: string;
  readonly actor: EventData['actor'];
}

export interface NewEntry extends EventData {
  readonly at: string;
}

/** Stores entries that are not here yet; those that are stay as they are. Returns the incidents that they are of. */
export async function storeEntries(tx: Tx, site: string, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into relay_entry (site, incident_id, origin, seq, hlc_ms, hlc_count, seen, at, actor, type, version, data)
    select ${site}, e.incident, e.origin, e.seq, (e.hlc->>0)::bigint, (e.hlc->>1)::int, e.seen, e.at, e.actor, e.type, e.version, e.data
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as e(incident text, origin text, seq int, hlc jsonb, seen int, at timestamptz, actor jsonb, type text, version int, data jsonb)
    on conflict do nothing`.execute(tx.db);
}

/** At a site: entries of headquarters arrive after whatever its own logs hold at this moment. */
export async function storeArrivals(tx: Tx, site: string, entries: readonly NewEntry[]): Promise<void> {
  await storeEntries(tx, site, entries);
  await sql`
    update relay_entry e set arrived_after = coalesce((select i.seq from incident i where i.id = e.incident_id), 0)
    where site = ${site} and origin = 'headquarters' and arrived_after is null`.execute(tx.db);
}

/** At a site: what came of headquarters for an incident, and when. */
export async function arrivalsAt(db: Db, site: string, incident: string): Promise<Arrival[]> {
  const rows = await db
    .selectFrom('relay_entry')
    .select(['seq', 'hlc_ms', 'hlc_count', 'arrived_after'])
    .where('site', '=', site)
    .where('incident_id', '=', incident)
    .where('origin', '=', 'headquarters')
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    hlc: [row.hlc_ms, row.hlc_count],
    arrivedAfter: row.arrived_after ?? 0,
  }));
}

const row = z.object({
  incident_id: z.string(),
  origin: z.enum(['site', 'headquarters']),
  seq: z.number(),
  hlc_ms: z.number(),
  hlc_count: z.number(),
  seen: z.number(),
  at: z.date(),
  actor: z.object({
    kind: z.enum(['person', 'token', 'integration', 'system']),
    id: z.string(),
    name: z.string(),
    person: z.string().nullable(),
  }),
  type: z.string(),
  version: z.number(),
  data: z.record(z.string(), z.unknown()),
});

/** All entries of one incident, of both sides, in no order. */
export async function loadEntries(db: Db, site: string, incident: string): Promise<StoredEntry[]> {
  const rows = await db
    .selectFrom('relay_entry')
    .selectAll()
    .where('site', '=', site)
    .where('incident_id', '=', incident)
    .execute();
  return rows.map((found) => toEntry(row.parse(found)));
}

/** Entries of headquarters that no bundle has taken along yet, oldest first. */
export async function entriesToSend(db: Db, site: string): Promise<StoredEntry[]> {
  const { rows } = await sql`
    select e.* from relay_entry e
    left join relay_sent s on s.site = e.site and s.kind = 'entry' and s.id = e.incident_id || ' ' || e.seq
    where e.site = ${site} and e.origin = 'headquarters' and s.id is null order by e.hlc_ms, e.hlc_count, e.incident_id, e.seq
    limit 20000`.execute(db);
  return rows.map((found) => toEntry(row.parse(found)));
}

function toEntry({ incident_id, hlc_ms, hlc_count, at, ...rest }: z.output<typeof row>): StoredEntry {
  return { ...rest, incident: incident_id, hlc: [hlc_ms, hlc_count], at: at.toISOString() };
}
