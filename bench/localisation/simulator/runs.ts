import type { Case } from '@fieldmarshal/server/localisation';
import type { Random } from '../../pager/random.ts';
import type { Fault } from './fault.ts';
import { LogBook } from './log-book.ts';
import { throughOf, type CallTree, type System, type Workflow } from './system.ts';
import { call, SpanBook, type World } from './traffic.ts';

type Run = Case['runs'][number];
type Step = NonNullable<Case['step']>;
type Request = Case['requests'][number];

/** Runs of all checks over half an hour, with the spans they left. */
export interface Ran {
  readonly book: SpanBook;
  readonly log: LogBook;
  readonly runs: readonly {
    readonly run: Run;
    readonly step: Step | null;
    readonly requests: readonly Request[];
    /** Everybody the run called, third parties too. */
    readonly through: ReadonlySet<string>;
  }[];
}

export interface When {
  readonly fault: Fault | null;
  readonly silent: ReadonlySet<string>;
  /** Milliseconds of the first run. */
  readonly from: number;
}

const minute = 60_000;
const runsOfACheck = 6;
const patience = 3;

export function runAll(random: Random, system: System, { fault, silent, from }: When): Ran {
  const book = new SpanBook();
  const log = new LogBook(system.writing);
  const isSubtle = (fault?.seenBy ?? null) !== null;
  const world: World = { random, system, effects: fault?.effects ?? new Map(), book, silent, log, isSubtle };
  const runs: Ran['runs'][number][] = [];
  let trace = 0;
  for (let round = 0; round < runsOfACheck; round += 1)
    for (const workflow of system.workflows) {
      const runner = random.pick(system.runners);
      const at = from + round * 5 * minute + random.between(0, 60_000);
      runs.push(runOnce(world, { workflow, runner, at, fault, trace }));
      trace += workflow.steps.length;
    }
  return { book, log, runs };
}

interface Asked {
  readonly workflow: Workflow;
  readonly runner: string;
  readonly at: number;
  readonly fault: Fault | null;
  readonly trace: number;
}

function runOnce(world: World, { workflow, runner, at, fault, trace }: Asked): Ran['runs'][number] {
  const { random, system } = world;
  // A third party sends no spans, and those of its callers name it.
  const products = [...new Set(workflow.steps.flatMap(({ tree }) => throughOf(tree)))];
  const base = { at, check: workflow.check, environment: 'prod', runner, products, flaky: false };
  if (fault?.runner === runner && random.chance(0.9))
    return {
      through: new Set(),
      run: { ...base, passed: false },
      step: {
        check: workflow.check,
        runner,
        name: workflow.steps[0]?.name ?? '',
        products: [],
        shape: random.chance(0.5) ? 'network' : 'runner',
      },
      requests: [],
    };
  const requests: Request[] = [];
  const through = new Set<string>();
  for (const [number, { name, tree }] of workflow.steps.entries()) {
    const outcome = call(world, tree, trace + number, -1, at);
    const usual = usualOf(system, workflow, number);
    const before = new Set(through);
    for (const product of throughOf(tree)) through.add(product);
    const isFlaky = fault?.check === workflow.check && fault.step === number && random.chance(fault.failsIn);
    const durationMs = outcome.endMs - at;
    requests.push({
      product: tree.product,
      name,
      at: at + number,
      durationMs,
      status: outcome.isFailed ? 500 : 200,
      usualMs: [0.9, 1, 1.05, 1.1, 1.2].map((factor) => usual * factor),
    });
    const isSlow = durationMs > usual * patience + 200;
    const isWrong = outcome.isWrong && (fault?.seenBy ?? workflow.check) === workflow.check;
    if (!outcome.isFailed && !isWrong && !isSlow && !isFlaky) continue;
    const shape = isSlow && !outcome.isFailed ? 'timeout' : 'assertion';
    const step: Step = {
      check: workflow.check,
      runner,
      name,
      products: throughOf(tree).filter((product) => product !== system.thirdParty && random.chance(0.8)),
      shape,
    };
    // As a runner reports it: a run that passes when it is tried again has not failed.
    const again = isFlaky && !random.chance(fault.failsIn);
    return {
      run: {
        ...base,
        products: [...through],
        ...{ passed: again, flaky: again },
        ...(again ? {} : { failedIn: throughOf(tree), passedIn: [...before] }),
      },
      step,
      requests,
      through,
    };
  }
  return { run: { ...base, passed: true }, step: null, requests, through };
}

/** What a step takes when nothing is wrong. */
function usualOf(system: System, { steps }: Workflow, number: number): number {
  const cost = (tree: CallTree): number =>
    (system.usualMs.get(tree.product) ?? 30) * 1.6 +
    tree.children.reduce((total: number, child) => total + cost(child) + 1, 0);
  const step = steps[number];
  return step === undefined ? 0 : cost(step.tree);
}
