import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { BundleRecord, RecordKind } from '../core/record.ts';
import type { Mark } from '../store/sent-store.ts';

/** A thing that is new since it left last, and the mark that says how it stands now; null where no mark is needed. */
export interface NewThing {
  readonly record: BundleRecord;
  readonly mark: Mark | null;
}

const batchRows = 2_000;
/** Runs end long before this after they were due; older ones have left. */
const runWindowMs = 2 * 86_400_000;

const row = z.object({
  id: z.string(),
  at: z.date(),
  mark: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/**
 * Rows of other domains as they are copied into bundles; only read here. A mark is a hash of what is copied, so whatever changes in it leaves
 * again, whatever the clock did meanwhile.
 */
const queries = {
  alert: sql`
    select lpad(a.id::text, 19, '0') as id, a.changed_at as at, jsonb_build_object('title', a.title, 'state', a.state, 'product', a.product,
      'environment', a.environment, 'severity', a.severity, 'startsAt', a.starts_at, 'resolvedAt', a.resolved_at, 'labels', a.labels,
      'count', a.count, 'incident', g.incident_id) as data
    from alert a left join alert_group g on g.id = a.group_id`,
  page: sql`
    select p.id, coalesce(p.ended_at, p.opened_at) as at, jsonb_build_object('incident', p.incident_id, 'person', p.person, 'team', p.team,
      'state', p.state, 'severity', p.severity, 'openedAt', p.opened_at, 'endedAt', p.ended_at) as data
    from page p`,
  standing: sql`
    select c.check_name || ' ' || c.environment as id, coalesce(c.last_run_at, c.since) as at, jsonb_build_object('check', c.check_name,
      'environment', c.environment, 'state', case when c.paused then 'paused' else c.state end, 'since', c.since, 'lastRunAt', c.last_run_at,
      'reason', c.reason, 'products', to_jsonb(c.products)) as data
    from check_cell c`,
  /** Which standards a product meets; not since when, which would change with every look. */
  readiness: sql`
    select p.product as id, coalesce((select evaluated_at from readiness_state), now()) as at, jsonb_build_object('product', p.product,
      'standards', (select jsonb_object_agg(key, value->>0) from jsonb_each(p.results))) as data
    from readiness_product p where p.results <> '{}'`,
} as const;

async function* changedRows(tx: Tx, site: string, kind: keyof typeof queries): AsyncGenerator<NewThing> {
  let cursor = '';
  for (;;) {
    const { rows } = await sql`
      select n.id, n.at, md5(n.data::text) as mark, n.data from (${queries[kind]}) n
      left join relay_sent s on s.site = ${site} and s.kind = ${kind} and s.id = n.id
      where n.id > ${cursor} and s.mark is distinct from md5(n.data::text)
      order by n.id limit ${batchRows}`.execute(tx.db);
    for (const found of z.array(row).parse(rows)) {
      cursor = found.id;
      yield thingOf(kind, found);
    }
    if (rows.length < batchRows) return;
  }
}

function thingOf(kind: RecordKind, { id, at, mark, data }: z.output<typeof row>): NewThing {
  return { record: { kind, id, at: at.toISOString(), data }, mark: { kind, id, mark } };
}

const runRow = z.object({
  id: z.string(),
  at: z.date(),
  check: z.string(),
  environment: z.string(),
  place: z.string(),
  type: z.string(),
  state: z.string(),
  verdict: z.string().nullable(),
  fault: z.string().nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
});

/** Runs that have ended. Only those of the last days need a mark: ids sort by time. */
async function* endedRuns(tx: Tx, site: string, since: Date | null): AsyncGenerator<NewThing> {
  const markFrom = firstId(tx.now.getTime() - runWindowMs);
  let cursor = firstId(since === null ? 0 : since.getTime() - runWindowMs);
  for (;;) {
    const { rows } = await sql`
      select r.id, coalesce(r.started_at, r.due_at) as at, r.check_name as check, r.environment, r.place, r.type, r.state, r.verdict,
        r.fault_class as fault, r.duration_ms as "durationMs", left(r.error, 1000) as error
      from check_run r
      where r.id > ${cursor}::uuid and r.state in ('ended', 'lost', 'expired')
        and not exists (select from relay_sent s where s.site = ${site} and s.kind = 'run' and s.id = r.id::text)
      order by r.id limit ${batchRows}`.execute(tx.db);
    for (const raw of rows) {
      const { id, at, ...data } = runRow.parse(raw);
      cursor = id;
      yield {
        record: { kind: 'run', id, at: at.toISOString(), data },
        mark: id < markFrom ? null : { kind: 'run', id, mark: '' },
      };
    }
    if (rows.length < batchRows) return;
  }
}

/** The smallest id that a run made then or later can have. */
export function firstId(atMs: number): string {
  const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

const auditRow = z.object({
  seq: z.number(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  hash: z.string(),
});

/** Audit rows with their place in the chain, by which headquarters can tell whether one was taken out later. */
async function* auditRows(tx: Tx, site: string): AsyncGenerator<NewThing> {
  const { rows: sent } = await sql<{ mark: string }>`
    select mark from relay_sent where site = ${site} and kind = 'audit' and id = ''`.execute(tx.db);
  let cursor = Number(sent[0]?.mark ?? 0);
  for (;;) {
    const { rows } = await sql`
      select seq, at, actor, action, subject, encode(hash, 'hex') as hash from audit where seq > ${cursor} order by seq limit ${batchRows}`.execute(
      tx.db,
    );
    for (const raw of rows) {
      const { at, ...data } = auditRow.parse(raw);
      cursor = data.seq;
      yield {
        record: { kind: 'audit', id: String(data.seq), at: at.toISOString(), data },
        mark: { kind: 'audit', id: '', mark: String(data.seq) },
      };
    }
    if (rows.length < batchRows) return;
  }
}

/** Everything but the logs of incidents. `since`: when the last bundle was made; null before the first. */
export async function* newThings(tx: Tx, site: string, since: Date | null): AsyncGenerator<NewThing> {
  yield* changedRows(tx, site, 'alert');
  yield* changedRows(tx, site, 'page');
  yield* changedRows(tx, site, 'standing');
  yield* changedRows(tx, site, 'readiness');
  yield* auditRows(tx, site);
  yield* endedRuns(tx, site, since);
}
