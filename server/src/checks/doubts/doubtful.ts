import { areOfWhatIsOver } from '#incidents';
import type { Tx } from '#platform';
import { contradictedWhy, freshMs, type Doubt } from './core/doubt.ts';
import { runnerTroubled } from '../facts.ts';
import type { Runner } from '../runners/runner.ts';
import { runnerCalled } from '../runners/runner-called.ts';
import { noteReached, othersMayTake, storeContradiction } from './doubt-store.ts';
import { markFaultTold } from '../store/fault-store.ts';
import { loadRunners } from '../store/runner-store.ts';
import type { EndedRun } from '../store/run-store.ts';

/** Failed runs that are not counted before another has said whether they should be, by their ids. */
export interface Doubtful {
  /** They may have failed by what is over: the last try began while an incident went on there that has ended since. */
  readonly over: ReadonlySet<string>;
  /** Nothing answered them, and there is another runner that may see more. */
  readonly unanswered: ReadonlySet<string>;
}

/** Nobody is paged for one of these where all was well. `failed`: runs of cells that were not failing. */
export async function doubtfulAmong(tx: Tx, failed: readonly EndedRun[]): Promise<Doubtful> {
  const moments = failed.map(({ run, report, startedAt }) => {
    const lastTryMs = report.tries.at(-1)?.atMs ?? 0;
    return { environment: run.environment, at: new Date(startedAt.getTime() + lastTryMs) };
  });
  const areOver = await areOfWhatIsOver(tx.db, moments);
  const unanswered = failed.filter(
    ({ report, startedAt }) =>
      report.fault?.class === 'product' &&
      report.fault.unanswered &&
      startedAt.getTime() + report.durationMs > tx.now.getTime() - freshMs,
  );
  return {
    over: new Set(failed.filter((_, n) => areOver[n]).map(({ run }) => run.id)),
    unanswered: await othersMayTake(
      tx,
      unanswered.map(({ run }) => run.id),
    ),
  };
}

/** A doubted run, and the one of another runner that got through. */
export interface Contradicted {
  readonly doubt: Doubt;
  readonly by: EndedRun;
}

/** Says of the runs that it was the way there; whoever keeps their runner hears of it where that happens again. */
export async function noteContradicted(
  tx: Tx,
  by: Pick<Runner, 'name' | 'place'>,
  contradicted: readonly Contradicted[],
): Promise<void> {
  for (const each of contradicted) await noteOne(tx, by, each);
  if (contradicted.length > 0) tx.changed('checks');
}

async function noteOne(
  tx: Tx,
  other: Pick<Runner, 'name' | 'place'>,
  { doubt: { run: id, runner: runnerId, failedAt }, by }: Contradicted,
): Promise<void> {
  const why = contradictedWhy(runnerCalled(other), by.startedAt.getTime() - failedAt);
  const stored = await storeContradiction(tx, { run: id, why });
  const [runner] = await loadRunners(tx.db, runnerId);
  // The first may have been over in a moment; one that fails again, and got through nothing meanwhile, has something in its way.
  const isAgain = stored?.before !== null && stored !== null && stored.startedAt > stored.before;
  if (!runner || !isAgain || !(await markFaultTold(tx, runnerId))) return;
  const { name, place, owner } = runner;
  const detail = `${by.run.check} in ${by.run.environment}: ${why}`;
  tx.emit(runnerTroubled, runnerId, { runnerId, name, place, owner, trouble: 'faults', detail });
}

/** What a runner's own runs say of its way: one that got through, with whatever answer, ends what another contradicted. */
export async function noteOwnWay(tx: Tx, runnerId: string, ended: readonly EndedRun[]): Promise<void> {
  const through = ended.filter(
    ({ report: { verdict, fault } }) =>
      verdict !== 'failed' || (fault?.class === 'product' && !fault.unanswered),
  );
  const latest = through.reduce((last, { startedAt }) => Math.max(last, startedAt.getTime()), 0);
  if (latest > 0) await noteReached(tx, runnerId, new Date(latest));
}
