import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { runReport, type RunReport } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { errorKey } from '../core/error-key.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A run as the intake of results needs it; locked. */
export interface OpenRun {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly place: string;
  readonly runnerId: string | null;
  readonly state: string;
  readonly dueAt: Date;
}

/** The runs of these ids that exist, in the order of their ids, locked until the end of the transaction. */
export async function lockRuns(tx: Tx, ids: readonly string[]): Promise<OpenRun[]> {
  const rows = await tx.db
    .selectFrom('check_run')
    .select(['id', 'check_name', 'environment', 'place', 'runner_id', 'state', 'due_at'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    check: row.check_name,
    environment: row.environment,
    place: row.place,
    runnerId: row.runner_id,
    state: row.state,
    dueAt: row.due_at,
  }));
}

/** A report as it will be stored; packed before the transaction, since that takes time. */
export interface PackedReport {
  readonly report: RunReport;
  /** On the server's clock. */
  readonly startedAt: Date;
  /** Null where the row of the run says it all. */
  readonly bytes: Buffer | null;
}

/** A run with how it ended. */
export interface EndedRun extends PackedReport {
  readonly run: OpenRun;
}

export async function packReport(report: RunReport, startedAt: Date): Promise<PackedReport> {
  const { verdict, steps, requests, tries, console, cut, artefacts } = report;
  const isPlain =
    verdict === 'passed' &&
    [requests, tries, console, cut, artefacts].every((list) => list.length === 0) &&
    steps.every(({ category }) => category === 'monitor');
  return { report, startedAt, bytes: isPlain ? null : await pack(JSON.stringify(report)) };
}

/** Writes how these runs ended, and what they announce. */
export async function storeEnds(tx: Tx, ends: readonly PackedReport[]): Promise<void> {
  const rows = ends.map(({ report, startedAt }) => ({
    id: report.id,
    started_at: startedAt.toISOString(),
    duration_ms: report.durationMs,
    verdict: report.verdict,
    fault_class: report.fault?.class ?? null,
    fault_why: report.fault?.why ?? null,
    error: report.error?.message.slice(0, 2_000) ?? null,
    error_key: report.error === null ? null : errorKey(report.error.message),
    imminent: report.imminent,
    measures: report.measures.length === 0 ? null : report.measures,
  }));
  await sql`
    update check_run r set state = 'ended', started_at = e.started_at, duration_ms = e.duration_ms, verdict = e.verdict,
      fault_class = e.fault_class, fault_why = e.fault_why, error = e.error, error_key = e.error_key,
      imminent = e.imminent, measures = e.measures, report = p.report
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(id uuid, started_at timestamptz, duration_ms real, verdict text,
      fault_class text, fault_why text, error text, error_key bigint, imminent jsonb, measures jsonb),
      unnest(${ends.map(({ report }) => report.id)}::uuid[], ${ends.map(({ bytes }) => bytes)}::bytea[]) as p(id, report)
    where r.id = e.id and p.id = e.id`.execute(tx.db);
  await announceArtefacts(tx, ends);
}

async function announceArtefacts(tx: Tx, ends: readonly PackedReport[]): Promise<void> {
  const rows = ends.flatMap(({ report: { id, artefacts } }) =>
    artefacts.map(({ contentType, ...artefact }) => ({ run_id: id, content_type: contentType, ...artefact })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into check_artefact (run_id, name, kind, content_type, bytes, sha256, state)
    select run_id, name, kind, content_type, bytes, sha256, 'announced'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(run_id uuid, name text, kind text, content_type text, bytes bigint, sha256 text)
    on conflict (run_id, name) do nothing`.execute(tx.db);
}

/** The whole report of a run, where one was kept. */
export async function loadReport(db: Kysely<DB>, id: string): Promise<RunReport | null> {
  const row = await db.selectFrom('check_run').select('report').where('id', '=', id).executeTakeFirst();
  if (!row?.report) return null;
  return runReport.parse(JSON.parse((await unpack(row.report)).toString('utf8')));
}
