import type { listRunsInput, RunDetail, RunReport, RunSummary } from '@fieldmarshal/contract/checks';
import type { z } from 'zod';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { artefactsOf, type StoredArtefact } from '../blobs/artefact-store.ts';
import { firstRunId } from '../core/run-id.ts';
import {
  loadAgain,
  loadNeighbours,
  loadPreviousPassed,
  loadRun,
  loadRuns,
  loadSameError,
  type Neighbour,
  type RunRow,
} from '../store/run-read-store.ts';
import { loadReport } from '../store/run-store.ts';

type ListRuns = z.output<typeof listRunsInput>;
const hourMs = 3_600_000;

export async function listRuns(
  ctx: Ctx,
  { cursor, limit, ...filter }: ListRuns,
): Promise<{ items: RunSummary[]; nextCursor: string | null }> {
  permit(ctx, 'check.read');
  const before = cursor !== undefined && /^[0-9a-f-]{36}$/.test(cursor) ? cursor : undefined;
  const rows = await loadRuns(ctx.env.databases[ctx.pool], { ...filter, before, limit: limit + 1 });
  const items = rows.slice(0, limit).map(summaryOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One run with all it found, and what else failed like it. */
export async function readRun(ctx: Ctx, { id }: { readonly id: string }): Promise<RunDetail> {
  permit(ctx, 'check.read');
  const db = ctx.env.databases[ctx.pool];
  const run = await mustLoad(ctx, id);
  const at = (run.started_at ?? run.due_at).getTime();
  const [stored, artefacts, same, previous, { before, after }, again] = await Promise.all([
    loadReport(db, id),
    artefactsOf(db, id),
    loadSameError(db, run, { from: firstRunId(at - hourMs), to: firstRunId(at + hourMs) }),
    loadPreviousPassed(db, run),
    loadNeighbours(db, run),
    loadAgain(db, run),
  ]);
  return {
    ...summaryOf(run),
    report: stored ?? reportOf(run),
    artefacts: artefacts.map((artefact) => withUrl(id, artefact)),
    againOf: run.again_of,
    again: again && {
      ...neighbourOf(again),
      artefacts: (await artefactsOf(db, again.id)).map((artefact) => withUrl(again.id, artefact)),
    },
    sameError: same.map((row) => ({
      run: row.id,
      check: row.check_name,
      environment: row.environment,
      startedAt: row.started_at.toISOString(),
    })),
    previousPassed: previous && { run: previous.id, startedAt: previous.started_at.toISOString() },
    previous: before && neighbourOf(before),
    next: after && neighbourOf(after),
  };
}

function withUrl(run: string, artefact: StoredArtefact): RunDetail['artefacts'][number] {
  return { ...artefact, url: `/api/v1/runs/${run}/artefacts/${encodeURIComponent(artefact.name)}` };
}

function neighbourOf({ id, started_at, verdict }: Neighbour): NonNullable<RunDetail['next']> {
  return { run: id, startedAt: started_at.toISOString(), verdict };
}

export async function readSummary(ctx: Ctx, id: string): Promise<RunSummary> {
  return summaryOf(await mustLoad(ctx, id));
}

async function mustLoad(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await loadRun(ctx.env.databases[ctx.pool], id);
  if (!run) throw notFound('This run');
  return run;
}

function summaryOf(run: RunRow): RunSummary {
  return {
    id: run.id,
    check: run.check_name,
    environment: run.environment,
    place: run.place,
    runner: run.runner,
    state: run.state,
    verdict: run.verdict,
    fault: run.fault_class === null ? null : { class: run.fault_class, why: run.fault_why ?? '' },
    error: run.error,
    imminent: run.imminent,
    dueAt: run.due_at.toISOString(),
    startedAt: run.started_at?.toISOString() ?? null,
    durationMs: run.duration_ms,
    askedBy: run.asked_by,
  };
}

/** The report of a monitor that passed, which is kept in its row alone. */
function reportOf(run: RunRow): RunReport | null {
  if (run.verdict === null || run.started_at === null) return null;
  return {
    id: run.id,
    attempt: 1,
    startedAt: run.started_at.toISOString(),
    durationMs: run.duration_ms ?? 0,
    verdict: run.verdict,
    fault: null,
    error: null,
    failedStep: null,
    tries: [],
    steps: [],
    requests: [],
    console: [],
    measures: run.measures ?? [],
    artefacts: [],
    imminent: run.imminent,
    cut: [],
  };
}
