import { join } from 'node:path';
import type { NewRunReport, Order } from '@fieldmarshal/contract/checks';
import type { LaneOutcome } from '../batch/lane.ts';
import type { Limits } from '../batch/limits.ts';
import type { UnitOutcome } from '../batch/run-batch.ts';
import type { RunnerFacts } from '../faults/facts.ts';
import type { Observed, Picture } from '../inside/observed.ts';
import { collect, type Artefact, type Found } from './artefacts.ts';
import { mask, type Mask } from './mask.ts';
import { maskReport } from './mask-report.ts';
import { readObserved } from './read-observed.ts';
import { picturesOf } from './pictures.ts';
import { reportOf } from './report.ts';

export interface Finish {
  readonly report: NewRunReport;
  readonly artefacts: readonly Artefact[];
  /** Of a test that had to be killed and left no trace, in order. */
  readonly pictures?: readonly Picture[];
}

export interface FinishPlan {
  readonly orders: readonly Order[];
  readonly outcome: LaneOutcome;
  readonly runner: RunnerFacts;
  readonly limits: Limits;
  readonly hasPassedBefore: (order: Order) => boolean | null;
}

/**
 * What there is to send of a batch: one report for each order that ran, with its artefacts, all masked. An order that another one's end
 * took along before it began is left out: it is to be run again.
 */
export function finish({
  orders,
  outcome,
  runner,
  limits,
  hasPassedBefore,
}: FinishPlan): Map<string, Finish> {
  const observed = readObserved(join(outcome.folders.results, 'observed'));
  const finished = new Map<string, Finish>();
  for (const order of orders) {
    const unit = outcome.units.get(order.id);
    if (!unit || (orders.length > 1 && isInnocent(outcome, unit))) continue;
    const own = mask(order.secrets);
    const seen = seenBy(unit, observed);
    const report = reportOf({
      order,
      outcome,
      unit,
      observed: seen,
      runner,
      limits,
      hasPassedBefore: hasPassedBefore(order),
    });
    finished.set(order.id, withArtefacts(report, { outcome, unit, mask: own }));
  }
  return finished;
}

/** It never began because the batch was ended, or broke down, for something else. */
function isInnocent({ stopped, isDone }: LaneOutcome, { ended, open }: UnitOutcome): boolean {
  return ended.length === 0 && open === null && (stopped !== null || !isDone);
}

function seenBy({ ended, open }: UnitOutcome, observed: ReadonlyMap<string, Observed[]>): Observed[] {
  const tests = new Set(ended.map(({ test }) => test));
  if (open) tests.add(open.test);
  return [...tests].flatMap((test) => observed.get(test) ?? []);
}

function withArtefacts(
  report: NewRunReport,
  { outcome, unit, mask: own }: { outcome: LaneOutcome; unit: UnitOutcome; mask: Mask },
): Finish {
  const isPassed = report.verdict === 'passed';
  const printed = unit.ended.map(({ output }) => output).join('\n');
  const log = isPassed ? printed : `${printed}\n${unit.ended.length === 0 ? outcome.output : ''}`;
  const { results } = outcome.folders;
  // Where a test never began, its set-up shows why.
  const setUps = unit.ended.length > 0 ? [] : outcome.trouble.flatMap(({ setUp }) => setUp ?? []);
  const pictures = picturesOf(unit, results);
  const tries = [...setUps, ...unit.ended];
  const { artefacts, cut } = collect(tries, { directory: results, mask: own, log, more: lastSeen(pictures) });
  const whole = {
    ...report,
    artefacts: artefacts.map(({ announced }) => announced),
    cut: [...(report.cut ?? []), ...cut].slice(0, 20).map((text) => text.slice(0, 200)),
  };
  return { report: maskReport(whole, own), artefacts, pictures };
}

/** Playwright takes no picture of a test that had to be killed. */
function lastSeen(pictures: readonly Picture[]): Found[] {
  const last = pictures.at(-1);
  if (last === undefined) return [];
  const bytes = Buffer.from(last.image, 'base64');
  return [{ name: 'screenshot-last-seen.jpeg', contentType: 'image/jpeg', bytes }];
}
