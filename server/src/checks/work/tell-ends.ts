import type { Tx } from '#platform';
import { runsEnded } from '../facts.ts';
import type { EndedRun } from '../store/run-store.ts';

/** Tells of runs that have something to tell: those that failed, and those that kept a report. Most monitors pass and say nothing. */
export function tellEnds(tx: Tx, runnerId: string, ended: readonly EndedRun[]): void {
  const telling = ended.filter(({ report, bytes }) => bytes !== null || report.verdict !== 'passed');
  if (telling.length === 0) return;
  tx.emit(runsEnded, runnerId, {
    runs: telling.map(({ run, report }) => ({
      id: run.id,
      check: run.check,
      environment: run.environment,
      passed: report.verdict !== 'failed',
    })),
  });
}
