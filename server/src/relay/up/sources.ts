import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { BundleRecord, RecordKind } from '../core/record.ts';
import type { Mark } from '../store/sent-store.ts';
import { batchesOf } from './batches.ts';
import { endedRuns } from './run-source.ts';

/** A thing that is new since it left last, and the mark that says how it stands now. Either is null where there is only the other. */
export interface NewThing {
  readonly record: BundleRecord | null;
  readonly mark: Mark | null;
}

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

async function* changedRows(tx: Tx, site: string, kind: keyof typeof queries): AsyncGenerator<NewThing[]> {
  const changed = sql`
    select n.id, n.at, md5(n.data::text) as mark, n.data from (${queries[kind]}) n
    left join relay_sent s on s.site = ${site} and s.kind = ${kind} and s.id = n.id
    where s.mark is distinct from md5(n.data::text) order by n.id`;
  for await (const rows of batchesOf(tx, changed)) yield rows.map((each) => thingOf(kind, row.parse(each)));
}

function thingOf(kind: RecordKind, { id, at, mark, data }: z.output<typeof row>): NewThing {
  return { record: { kind, id, at: at.toISOString(), data }, mark: { kind, id, mark } };
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
async function* auditRows(tx: Tx, site: string): AsyncGenerator<NewThing[]> {
  const { rows: sent } = await sql<{ mark: string }>`
    select mark from relay_sent where site = ${site} and kind = 'audit' and id = ''`.execute(tx.db);
  const after = Number(sent[0]?.mark ?? 0);
  const added = sql`
    select seq, at, actor, action, subject, encode(hash, 'hex') as hash from audit where seq > ${after} order by seq`;
  for await (const rows of batchesOf(tx, added))
    yield rows.map((each): NewThing => {
      const { at, ...data } = auditRow.parse(each);
      return {
        record: { kind: 'audit', id: String(data.seq), at: at.toISOString(), data },
        mark: { kind: 'audit', id: '', mark: String(data.seq) },
      };
    });
}

/** Everything but the logs of incidents. */
export async function* newThings(tx: Tx, site: string): AsyncGenerator<NewThing[]> {
  yield* changedRows(tx, site, 'alert');
  yield* changedRows(tx, site, 'page');
  yield* changedRows(tx, site, 'standing');
  yield* changedRows(tx, site, 'readiness');
  yield* auditRows(tx, site);
  yield* endedRuns(tx, site);
}
