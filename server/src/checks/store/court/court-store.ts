import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { CellRow } from '../judge-store.ts';

type Db = Kysely<DB>;

/** Notes a cell that begins to fail: one time of failing is one row, however often it is looked at. */
export async function openEpisode(
  tx: Tx,
  cell: CellRow & { readonly runId: string },
  { id, raised }: { readonly id: string; readonly raised: boolean },
): Promise<void> {
  await sql`
    insert into check_episode (id, check_name, environment, started_at, passed_at, run_id, reason, raised)
    values (${id}, ${cell.check}, ${cell.environment}, now(), ${cell.lastPassedAt}, ${cell.runId}, ${cell.reason ?? ''}, ${raised})`.execute(
    tx.db,
  );
}

export async function closeEpisode(
  tx: Tx,
  { check, environment }: Pick<CellRow, 'check' | 'environment'>,
): Promise<void> {
  await sql`
    update check_episode set ended_at = now()
    where check_name = ${check} and environment = ${environment} and ended_at is null`.execute(tx.db);
}

const episodeRow = z.object({
  id: z.string(),
  check_name: z.string(),
  environment: z.string(),
  started_at: z.date(),
  ended_at: z.date().nullable(),
  passed_at: z.date().nullable(),
  run_id: z.string(),
  reason: z.string(),
  raised: z.boolean(),
  verdict: z.enum(['real', 'false']).nullable(),
  verdict_by: z.string().nullable(),
  incident_id: z.string().nullable(),
  confirmed: z.boolean(),
});
export type EpisodeRow = z.output<typeof episodeRow>;

interface Wanted {
  /** Null: of every check. */
  readonly check: string | null;
  readonly since: Date;
  /** Only what failed at some time of these. */
  readonly span?: { readonly from: Date; readonly to: Date };
  readonly limit: number;
}

/**
 * Times of failing since an instant, newest first, each with the incident of its alert. An incident confirms it where people found
 * something: it was taken beyond investigating, and was no drill.
 */
export async function loadEpisodes(db: Db, { check, since, span, limit }: Wanted): Promise<EpisodeRow[]> {
  const { rows } = await sql`
    select e.*, i.id as incident_id, coalesce(i.confirmed, false) as confirmed
    from check_episode e
    left join lateral (
      select i.id, not i.drill and exists (
        select from incident_event v where v.incident_id = i.id and v.type = 'state-changed'
          and v.data->>'to' in ('identified', 'mitigating', 'monitoring')) as confirmed
      from alert a join alert_group g on g.id = a.group_id join incident i on i.id = g.incident_id
      where a.integration = 'checks' and a.dedup_key = 'check failing ' || e.environment || ' ' || e.check_name
        and a.received_at between e.started_at - interval '5 seconds' and e.started_at + interval '5 seconds'
      order by a.id limit 1) i on e.raised
    where e.started_at >= ${since} and (${check}::text is null or e.check_name = ${check})
      and (e.started_at <= ${span?.to ?? null}::timestamptz) is not false and (coalesce(e.ended_at, now()) >= ${span?.from ?? null}::timestamptz) is not false
    order by e.started_at desc limit ${limit}`.execute(db);
  return z.array(episodeRow).parse(rows);
}

export interface IncidentRow {
  readonly id: string;
  readonly title: string;
  readonly product: string | null;
  readonly environment: string | null;
  readonly declared_at: Date;
  readonly resolved_at: Date | null;
  /** Somebody declared it, not an alert. */
  readonly by_person: boolean;
}

/** Incidents since an instant that were no drill and not merged into another, newest first. */
export async function loadIncidents(db: Db, since: Date): Promise<IncidentRow[]> {
  const { rows } = await sql<IncidentRow>`
    select id, title, product, environment, declared_at, resolved_at, origin_kind is null as by_person from incident
    where declared_at >= ${since} and not drill and merged_into is null and product is not null
    order by number desc limit 2000`.execute(db);
  return [...rows];
}

export async function storeVerdict(
  tx: Tx,
  {
    check,
    id,
    verdict,
    by,
  }: { readonly check: string; readonly id: string; readonly verdict: string | null; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql`
    update check_episode set verdict = ${verdict}, verdict_by = ${verdict === null ? null : by},
      verdict_at = case when ${verdict}::text is null then null else now() end
    where id = ${id} and check_name = ${check} returning id`.execute(tx.db);
  return rows.length > 0;
}

export interface DemotionRow {
  readonly check_name: string;
  readonly since: Date;
  readonly until: Date;
  readonly owner: string | null;
  readonly reason: string;
  readonly ended_at: Date | null;
}

/** Demotions that count now; with `ended` also those that are over, the last of each check. */
export async function loadDemotions(db: Db, { ended }: { readonly ended: boolean }): Promise<DemotionRow[]> {
  const { rows } = await sql<DemotionRow>`
    select distinct on (check_name) check_name, since, until, owner, reason, ended_at from check_demotion
    where ${ended} or ended_at is null order by check_name, since desc`.execute(db);
  return [...rows];
}

export async function insertDemotion(
  tx: Tx,
  {
    check,
    until,
    owner,
    reason,
  }: { readonly check: string; readonly until: Date; readonly owner: string | null; readonly reason: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into check_demotion (check_name, since, until, owner, reason) values (${check}, now(), ${until}, ${owner}, ${reason})
    on conflict do nothing returning check_name`.execute(tx.db);
  return rows.length > 0;
}

export async function endDemotion(tx: Tx, check: string, by: string): Promise<boolean> {
  const { rows } = await sql`
    update check_demotion set ended_at = now(), ended_by = ${by} where check_name = ${check} and ended_at is null
    returning check_name`.execute(tx.db);
  return rows.length > 0;
}
