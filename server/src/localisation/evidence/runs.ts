import { recentRuns, reportsOf, type PastRun } from '#checks';
import type { Catalog } from '#catalog';
import type { Ctx } from '#platform';
import type { Case, FailingStep } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';
import { isOfEnded, type Ended } from './ended.ts';
import { productsByTrace } from './spans.ts';
import { pathOf } from '../core/live/run-path.ts';
import { loadPaths, type StoredPath } from '../store/path-store.ts';

const minute = 60_000;
/** How long before trouble began runs are looked at. */
const beforeMs = 60 * minute;
/** A failure that comes and goes may come this long before another check begins to fail of the same. */
const overMs = 2 * minute;
const each = 20;
const checksMax = 300;
const usualRuns = 8;

export interface RunEvidence {
  readonly runs: Case['runs'];
  readonly step: FailingStep | null;
  readonly requests: Case['requests'];
  /** The failing run that is looked into, and the newest failing one of each check. */
  readonly primary: PastRun | null;
  readonly failing: readonly PastRun[];
  /** Traces of failing runs since trouble began, and of runs that passed. */
  readonly traces: { readonly failing: readonly string[]; readonly passing: readonly string[] };
  /** The first words of the errors. */
  readonly errors: readonly string[];
  readonly gaps: readonly string[];
}

interface About {
  readonly environment: string | null;
  /** Failing checks. */
  readonly checks: readonly string[];
  readonly since: number;
  readonly ended: Ended;
}

const nothing: RunEvidence = {
  runs: [],
  step: null,
  requests: [],
  primary: null,
  failing: [],
  traces: { failing: [], passing: [] },
  errors: [],
  gaps: [],
};

/** Runs of every check of the environment around the time in which trouble began, and what the failing ones say. */
export async function runEvidence(
  ctx: Ctx,
  catalog: Catalog,
  { environment, checks, since, ended }: About,
): Promise<RunEvidence> {
  if (environment === null) return nothing;
  const all = catalog
    .list('Check')
    .filter(({ spec }) => spec.environments.some((entry) => entry.environment === environment))
    .map(({ name }) => name);
  const asked = [...new Set([...checks, ...all])].slice(0, checksMax);
  const recent = await recentRuns(ctx, {
    environments: [environment],
    checks: asked,
    from: since - beforeMs,
    each,
  });
  const past = withoutEnded(recent, { checks: new Set(checks), since, ended });
  const failing = newestFailing(past, new Set(checks), since);
  const known = await pathsOf(ctx, past, failing);
  const bySpans = await productsByTrace(
    ctx,
    [...known.values()].flatMap(({ traces }) => traces),
  );
  const seen: Seen = {
    ...{ past, known },
    through: (run) => throughOf(catalog, run, { known, bySpans }),
    failedIn: (run) => partOf(known.get(run.id)?.path.failedIn, bySpans),
    passedIn: (run) => partOf(known.get(run.id)?.path.passedIn, bySpans),
  };
  const primary = primaryOf(failing, known);
  return {
    runs: past.flatMap((run) => caseRun(seen, run)),
    step: primary === null ? null : stepOf(catalog, primary, known.get(primary.id)),
    requests: primary === null ? [] : requestsOf(seen, primary, since),
    primary,
    failing,
    traces: tracesOf(seen, since),
    errors: [...new Set(failing.flatMap(({ error }) => error?.split('\n')[0] ?? []))].slice(0, 10),
    gaps:
      all.length > checksMax
        ? [`Of ${all.length} checks in ${environment} the runs of ${checksMax} were looked at.`]
        : [],
  };
}

/**
 * Without failures of what was over before: those of an incident that ended, and those of a check that does not fail now and passed again
 * before this trouble began.
 */
function withoutEnded(
  recent: readonly PastRun[],
  { checks, since, ended }: { checks: ReadonlySet<string>; since: number; ended: Ended },
): PastRun[] {
  const passedAt = new Map<string, number>();
  for (const { check, verdict, startedAt } of recent)
    if (verdict === 'passed' && startedAt.getTime() < since)
      passedAt.set(check, Math.max(passedAt.get(check) ?? -Infinity, startedAt.getTime()));
  return recent.filter(({ check, verdict, startedAt }) => {
    if (verdict !== 'failed') return true;
    const at = startedAt.getTime();
    const isOver = !checks.has(check) && at < since - overMs && at < (passedAt.get(check) ?? -Infinity);
    return !isOver && !isOfEnded(at, ended);
  });
}

/** What runs went through. A failing run may have ended a moment ago, before its path was kept: its report is read here, then. */
async function pathsOf(
  ctx: Ctx,
  past: readonly PastRun[],
  failing: readonly PastRun[],
): Promise<Map<string, StoredPath>> {
  const known = await loadPaths(
    ctx.env.databases[ctx.pool],
    past.map(({ id }) => id),
  );
  const missing = failing.map(({ id }) => id).filter((id) => !known.has(id));
  const reported = missing.length === 0 ? [] : await reportsOf(ctx, missing.slice(0, readHereMax));
  for (const { id, report, startedAt } of reported) known.set(id, pathOf(report, startedAt.getTime()));
  return known;
}

const readHereMax = 20;

interface Seen {
  readonly past: readonly PastRun[];
  readonly known: ReadonlyMap<string, StoredPath>;
  readonly through: (run: PastRun) => string[];
  /** Products of the step at which it failed, and of what passed before; none where that is not known. */
  readonly failedIn: (run: PastRun) => string[];
  readonly passedIn: (run: PastRun) => string[];
}

/**
 * What the run went through; of a monitor, and of a run that names nobody, what the check says that it looks at. Where that is one product
 * and no span has come (yet), what it cannot do without took part too: else each monitor that fails with it would have a cause of its own.
 */
function throughOf(
  catalog: Catalog,
  run: PastRun,
  { known, bySpans }: { known: Seen['known']; bySpans: ReadonlyMap<string, ReadonlySet<string>> },
): string[] {
  const path = known.get(run.id);
  const spans = (path?.traces ?? []).flatMap((trace) => [...(bySpans.get(trace) ?? [])]);
  // Spans say who really took part; what steps are said to need may be more.
  if (spans.length > 0) return [...new Set(spans)];
  const named = path?.products ?? [];
  const seen = named.length > 0 ? named : (catalog.get('Check', run.check)?.spec.products ?? []);
  return seen.length === 1 ? [...catalog.needsOf(seen, 'hard')] : [...seen];
}

/** By spans of what a part of a run asked, where there are any; its requests; and what the author says its steps need. */
function partOf(
  found: StoredPath['path']['failedIn'],
  bySpans: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  if (found === undefined) return [];
  const spans = found.traces.flatMap((trace) => [...(bySpans.get(trace) ?? [])]);
  return [...new Set([...found.products, ...spans])];
}

/** Only what products or tests did: what a broken runner says, it says of itself. */
function caseRun({ through, failedIn, passedIn }: Seen, run: PastRun): Case['runs'] {
  const { id: _, startedAt, verdict, fault, check, environment, runner } = run;
  if (verdict === 'failed' && fault !== 'product') return [];
  const last = verdict === 'failed' ? failedIn(run) : [];
  const before = passedIn(run);
  return [
    {
      at: startedAt.getTime(),
      passed: verdict !== 'failed',
      check,
      environment,
      runner,
      products: through(run).map((name) => productId(name)),
      flaky: verdict === 'flaky',
      ...(last.length > 0 && { failedIn: last.map((name) => productId(name)) }),
      ...(last.length > 0 && before.length > 0 && { passedIn: before.map((name) => productId(name)) }),
    },
  ];
}

function newestFailing(past: readonly PastRun[], checks: ReadonlySet<string>, since: number): PastRun[] {
  const newest = new Map<string, PastRun>();
  for (const run of past) {
    const counts = run.verdict === 'failed' && run.fault === 'product' && checks.has(run.check);
    if (!counts || run.startedAt.getTime() < since - 10 * minute) continue;
    if ((newest.get(run.check)?.startedAt.getTime() ?? -1) < run.startedAt.getTime())
      newest.set(run.check, run);
  }
  return [...newest.values()].toSorted(
    (a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/** The run that tells most: one with a request that failed, then one with requests or traces, then one whose step names products. */
function primaryOf(failing: readonly PastRun[], known: Seen['known']): PastRun | null {
  const worth = ({ id }: PastRun): number => {
    const path = known.get(id);
    if (path === undefined) return 0;
    const failed = path.path.requests.some(({ status }) => status === 0 || (status ?? 0) >= 500);
    return (failed ? 4 : 0) + (path.traces.length > 0 ? 2 : 0) + (path.path.step?.products.length ? 1 : 0);
  };
  return failing.toSorted((a, b) => worth(b) - worth(a))[0] ?? null;
}

function stepOf(catalog: Catalog, run: PastRun, path: StoredPath | undefined): FailingStep {
  const step = path?.path.step;
  const named = step?.products ?? [];
  const looked = catalog.get('Check', run.check)?.spec.products ?? [];
  // A monitor has no steps; it looks at what its check names.
  const products = named.length > 0 || (path?.products.length ?? 0) > 0 ? named : looked;
  return {
    check: run.check,
    runner: run.runner,
    name: step?.name || run.check,
    products: products.map((name) => productId(name)),
    shape: step?.shape ?? 'unknown',
  };
}

function requestsOf({ past, known }: Seen, primary: PastRun, since: number): Case['requests'] {
  const before = past.filter(
    (run) => run.check === primary.check && run.verdict === 'passed' && run.startedAt.getTime() < since,
  );
  const usual = new Map<string, number[]>();
  for (const { id } of before.slice(0, usualRuns))
    for (const { product, name, durationMs } of known.get(id)?.path.requests ?? []) {
      const key = `${product} ${name}`;
      usual.set(key, [...(usual.get(key) ?? []), durationMs]);
    }
  return (known.get(primary.id)?.path.requests ?? []).map((request) => ({
    ...request,
    product: productId(request.product),
    usualMs: usual.get(`${request.product} ${request.name}`) ?? [],
  }));
}

const tracesMax = 200;

function tracesOf({ past, known }: Seen, since: number): RunEvidence['traces'] {
  const of = (wanted: (run: PastRun) => boolean) =>
    past
      .filter(wanted)
      .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
      .flatMap(({ id }) => known.get(id)?.traces ?? [])
      .slice(0, tracesMax);
  return {
    failing: of(
      ({ verdict, fault, startedAt }) =>
        verdict === 'failed' && fault === 'product' && startedAt.getTime() >= since - 10 * minute,
    ),
    passing: of(({ verdict, startedAt }) => verdict === 'passed' && startedAt.getTime() < since),
  };
}
