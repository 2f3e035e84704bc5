import { runReport, type RunReport } from '@fieldmarshal/contract/checks';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import { systemCtx, type Env, type Tx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { runnerTroubled } from '../facts.ts';
import type { Runner } from '../runners/runner.ts';
import { markFaultTold } from '../store/fault-store.ts';
import {
  lockRuns,
  packReport,
  storeEnds,
  type EndedRun,
  type OpenRun,
  type PackedReport,
} from '../store/run-store.ts';
import { noteContradicted, noteOwnWay } from '../doubts/doubtful.ts';
import { judgeRuns } from './judge-runs.ts';
import { tellEnds } from './tell-ends.ts';

export interface Taken {
  readonly taken: readonly string[];
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

/** A start further ahead than this cannot be: the clocks are compared with every request. */
const aheadMsMax = 1_000;

/**
 * Takes what a runner says of its runs, each exactly once, however often and however late it says it. `skewMs`: how far the runner's clock
 * is ahead of ours. A report that cannot be read, is of no run of this runner, or of one that nobody wants any more is refused for good;
 * the others are taken. Throws 503 when storage is away: nothing was taken then.
 */
export async function takeResults(
  env: Env,
  runner: Runner,
  { reports, skewMs }: { readonly reports: readonly unknown[]; readonly skewMs: number },
): Promise<Taken> {
  const { readable, refused } = readReports(reports);
  if (readable.length === 0) return { taken: [], refused };
  const now = env.clock.now().getTime();
  const packed = await Promise.all(
    readable.map(async (report) => packReport(report, startOf(report, { skewMs, now }))),
  );
  const { taken, refused: unwanted } = await storeResults(env, runner, packed);
  return { taken, refused: [...refused, ...unwanted] };
}

const withId = z.object({ id: z.uuid() });

function readReports(reports: readonly unknown[]): { readable: RunReport[]; refused: Taken['refused'] } {
  const readable = new Map<string, RunReport>();
  const refused: { id: string; reason: string }[] = [];
  for (const given of reports) {
    const parsed = runReport.safeParse(given);
    if (parsed.success) {
      readable.set(parsed.data.id, parsed.data);
      continue;
    }
    const id = withId.safeParse(given).data?.id ?? '';
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    refused.push({ id, reason: `${where}: ${issue?.message ?? 'cannot be read'}` });
  }
  return { readable: [...readable.values()], refused };
}

function startOf(
  { startedAt, durationMs }: RunReport,
  { skewMs, now }: { skewMs: number; now: number },
): Date {
  return new Date(
    Math.min(Date.parse(startedAt) - skewMs, now + aheadMsMax - Math.min(durationMs, aheadMsMax)),
  );
}

async function storeResults(env: Env, runner: Runner, packed: readonly PackedReport[]): Promise<Taken> {
  const catalog = await readCatalog(env);
  const raise = await raiser(env);
  const ctx = systemCtx(env, `runner ${runner.name}`);
  return inFreshTransaction(ctx, async (tx) => {
    const runs = new Map(
      (
        await lockRuns(
          tx,
          packed.map(({ report }) => report.id),
        )
      ).map((run) => [run.id, run]),
    );
    const sorted = packed.map((each) => sort(each, runs.get(each.report.id), runner));
    const ended = sorted.flatMap((each) => ('ended' in each ? [each.ended] : []));
    if (ended.length > 0) {
      await storeEnds(tx, ended);
      const { alerts, contradicted } = await judgeRuns(tx, catalog, ended);
      await raise(tx, alerts);
      await noteContradicted(tx, runner, contradicted);
      await noteOwnWay(tx, runner.id, ended);
      await tellOwner(tx, runner, ended);
      tellEnds(tx, runner.id, ended);
    }
    return {
      taken: sorted.flatMap((each) => ('refused' in each ? [] : [each.id])),
      refused: sorted.flatMap((each) => ('refused' in each ? [{ id: each.id, reason: each.refused }] : [])),
    };
  });
}

type Sorted = { readonly id: string } & (
  | { readonly ended: EndedRun }
  | { readonly known: true }
  | { readonly refused: string }
);

/** What is to be done with a report: count it, pass over what was taken before, or refuse it. */
function sort(packed: PackedReport, run: OpenRun | undefined, runner: Runner): Sorted {
  const { id } = packed.report;
  // Another runner's run looks like one that does not exist.
  if (!run || run.runnerId !== runner.id) return { id, refused: 'This runner was not given such a run.' };
  switch (run.state) {
    case 'ended':
      return { id, known: true };
    case 'cancelled':
      return { id, refused: 'Nobody wants this run any more.' };
    default:
      // No run begins before it was due, whatever a clock says that was set while it ran.
      return { id, ended: { ...packed, startedAt: later(packed.startedAt, run.dueAt), run } };
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

/** Faults of harness and environment are told to who keeps the runner, at most once an hour. */
async function tellOwner(tx: Tx, runner: Runner, ended: readonly EndedRun[]): Promise<void> {
  const fault = ended.find(
    ({ report }) => report.fault?.class === 'harness' || report.fault?.class === 'environment',
  );
  if (!fault?.report.fault || !(await markFaultTold(tx, runner.id))) return;
  const { run, report } = fault;
  tx.emit(runnerTroubled, runner.id, {
    runnerId: runner.id,
    name: runner.name,
    place: runner.place,
    owner: runner.owner,
    trouble: 'faults',
    detail: `${run.check} in ${run.environment}: ${report.fault?.why ?? ''}`,
  });
}
