import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import { runReport, type CheckDetail, type CheckRecord, type CheckView } from '@fieldmarshal/contract/checks';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { firstRunId } from '../core/run-id.ts';
import { stepSpreads } from '../core/spread.ts';
import { ownerOf } from '../runners/tell-owner.ts';
import { loadHistory, loadRecord, loadReports } from '../store/record-store.ts';
import { readCells } from './cells.ts';
import { isAskedFor, type CheckFilter } from './filter.ts';

const unpack = promisify(gunzip);
const historyMax = 60;
/** Reports of each half of the time from which steps are timed. */
const sampleMax = 60;
const dayMs = 86_400_000;

interface Paged extends CheckFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Checks by name, with how they stand everywhere. */
export async function listChecks(
  ctx: Ctx,
  { limit, cursor, ...filter }: Paged,
): Promise<{ items: CheckView[]; nextCursor: string | null }> {
  permit(ctx, 'check.read');
  const catalog = await readCatalog(ctx.env);
  const asked = catalog
    .list('Check')
    .filter((check) => isAskedFor(check, filter) && (cursor === undefined || check.name > cursor));
  const failing = filter.failing ? new Set((await readCells(ctx, null)).map(({ check }) => check)) : null;
  const chosen = failing === null ? asked : asked.filter(({ name }) => failing.has(name));
  const shown = chosen.slice(0, limit);
  const cells = Map.groupBy(
    await readCells(
      ctx,
      shown.map(({ name }) => name),
    ),
    ({ check }) => check,
  );
  const items = shown.map((check) => ({ ...headOf(catalog, check), cells: cells.get(check.name) ?? [] }));
  return { items, nextCursor: chosen.length > limit ? (items.at(-1)?.name ?? null) : null };
}

/** One check with its record over some days. */
export async function readCheck(
  ctx: Ctx,
  { name, days }: { readonly name: string; readonly days: number },
): Promise<CheckDetail> {
  permit(ctx, 'check.read');
  const catalog = await readCatalog(ctx.env);
  const check = catalog.get('Check', name);
  if (!check) throw notFound(`The check ${name}`);
  const [cells, record, history] = await Promise.all([
    readCells(ctx, [name]),
    recordOf(ctx, name, days),
    loadHistory(ctx.env.databases[ctx.pool], name, historyMax),
  ]);
  const byEnvironment = Map.groupBy(history, ({ environment }) => environment);
  return {
    ...headOf(catalog, check),
    cells,
    spec: { ...check.spec },
    origin: {
      from: check.origin.from,
      ...(check.origin.path === undefined ? {} : { path: check.origin.path }),
    },
    generation: check.generation,
    record,
    history: cells.map(({ environment }) => ({
      environment,
      runs: (byEnvironment.get(environment) ?? []).toReversed().map((run) => ({
        id: run.id,
        verdict: run.verdict,
        faultClass: run.fault_class,
        startedAt: run.started_at.toISOString(),
        durationMs: run.duration_ms,
      })),
    })),
  };
}

function headOf(catalog: Catalog, { name, spec }: CatalogObject<'Check'>): Omit<CheckView, 'cells'> {
  return {
    name,
    displayName: spec.displayName ?? name,
    type: spec.probe.type,
    owner: ownerOf(catalog, name),
    products: spec.products,
    workflow: spec.workflow ?? null,
    everySeconds: spec.everySeconds,
  };
}

async function recordOf(ctx: Ctx, check: string, days: number): Promise<CheckRecord> {
  const db = ctx.env.databases[ctx.pool];
  const now = ctx.env.clock.now().getTime();
  const [from, half, end] = [days, days / 2, -1].map((ago) => firstRunId(now - ago * dayMs));
  const window = { check, limit: sampleMax };
  const [row, recent, before] = await Promise.all([
    loadRecord(db, check, from ?? ''),
    loadReports(db, { ...window, from: half ?? '', before: end ?? '' }),
    loadReports(db, { ...window, from: from ?? '', before: half ?? '' }),
  ]);
  const { runs, passed, flaky, lost, product, test, harness, environment } = row;
  return {
    days,
    runs,
    passed,
    flaky,
    failed: { product, test, harness, environment },
    lost,
    flakeRatio: passed + flaky === 0 ? null : flaky / (passed + flaky),
    duration: row.p50 === null || row.p95 === null ? null : { p50: row.p50, p95: row.p95 },
    costSeconds: Math.round((row.cost_ms ?? 0) / 1_000),
    steps: stepSpreads(await stepsOf(recent), await stepsOf(before)),
  };
}

/** The author's own steps, and the phases of monitors; what Playwright does inside them is too fine. */
async function stepsOf(reports: readonly Buffer[]) {
  return Promise.all(
    reports.map(async (bytes) => {
      const { steps } = runReport.parse(JSON.parse((await unpack(bytes)).toString('utf8')));
      return steps.filter(({ category }) => category === 'test.step' || category === 'monitor');
    }),
  );
}
