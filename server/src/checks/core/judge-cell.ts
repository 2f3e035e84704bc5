import { failedStepTitle, type CheckSpec, type RunReport } from '@fieldmarshal/contract/checks';
import type { CellAlert } from './alert.ts';
import { blamed } from './blame.ts';
import { askable, judge, type Place, type Rules, type State } from './standing.ts';

/** What is known of a cell; see `check_cell`. Instants are milliseconds since 1970. */
export interface CellView {
  readonly state: State;
  readonly since: number;
  readonly reason: string | null;
  readonly faultClass: 'product' | 'test' | 'harness' | 'environment' | null;
  readonly runId: string | null;
  readonly products: readonly string[];
  readonly step: string | null;
  readonly lastRunAt: number | null;
  readonly lastPassedAt: number | null;
  readonly alert: CellAlert | null;
}

export interface LatestRun {
  readonly report: Pick<
    RunReport,
    'id' | 'verdict' | 'fault' | 'error' | 'failedStep' | 'steps' | 'requests' | 'imminent'
  >;
  readonly startedAt: number;
}

/** How many runs and places of a check must agree. */
export function rulesOf({ failing, passingRuns, places }: CheckSpec): Rules {
  return { failing, passingRuns, agree: places.agree };
}

/**
 * How a cell stands after a run. `places`: each of its places, with this run. As many of those that may be asked must agree as the check
 * says, or all of them. The reason, the blame and the run that made it so are those of the last run that says anything about the state the
 * cell is in.
 */
export function judgeCell(
  before: CellView,
  spec: CheckSpec,
  { places, latest, now }: { places: readonly Place[]; latest: LatestRun; now: number },
): CellView {
  const { report, startedAt } = latest;
  const rules = rulesOf(spec);
  const asked = askable(places, rules, now);
  const { state, failingPlaces } = judge({
    places: asked,
    rules: { ...rules, agree: Math.min(rules.agree, asked.length) },
    wasFailing: before.state === 'failing',
    isImminent: report.imminent !== null,
  });
  const passed = report.verdict !== 'failed';
  const told = tells(state, report) || before.state !== state;
  const count = { failing: failingPlaces, asked: asked.length, all: places.length };
  const found = told ? findings({ state, report, spec, count }) : before;
  const cell = {
    state,
    since: before.state === state ? before.since : now,
    reason: found.reason,
    faultClass: found.faultClass,
    runId: told ? report.id : before.runId,
    products: found.products,
    step: found.step,
    lastRunAt: Math.max(startedAt, before.lastRunAt ?? 0),
    lastPassedAt: passed ? Math.max(startedAt, before.lastPassedAt ?? 0) : before.lastPassedAt,
  };
  return { ...cell, alert: alertOf({ cell, report, spec, before: before.alert }) };
}

type Report = LatestRun['report'];

/** Whether a run explains the state: a pass at one place says nothing about why another fails. */
function tells(state: State, { verdict, fault, imminent }: Report): boolean {
  switch (state) {
    case 'failing':
      return verdict === 'failed' && fault?.class === 'product';
    case 'degraded':
      return verdict !== 'passed' || imminent !== null;
    case 'ok':
    case 'no-data':
      return true;
  }
}

interface Found {
  readonly state: State;
  readonly report: Report;
  readonly spec: CheckSpec;
  readonly count: { readonly failing: number; readonly asked: number; readonly all: number };
}

function findings({ state, report, spec, count }: Found) {
  if (state === 'ok') return { reason: null, faultClass: null, products: spec.products, step: null };
  const step = failedStepTitle(report);
  const where = count.all > 1 && count.failing > 0 ? ` (${whereText(count)})` : '';
  return {
    reason: cut(`${sentence(report, step)}${where}`),
    faultClass: report.fault?.class ?? null,
    products: blamed(report, spec.products),
    step,
  };
}

function whereText({ failing, asked, all }: Found['count']): string {
  const silent = all - asked;
  const rest = silent === 0 ? '' : `; ${silent === 1 ? 'one says' : `${silent} say`} nothing just now`;
  return `at ${failing} of ${all} places${rest}`;
}

function sentence({ verdict, fault, error, imminent }: Report, step: string | null): string {
  const message = error?.message.split('\n')[0]?.trim() ?? '';
  if (fault !== null && fault.class !== 'product') return fault.why;
  if (verdict === 'failed') {
    const what = message === '' ? (fault?.why ?? 'It failed') : message;
    return step === null ? what : `${step}: ${what}`;
  }
  if (imminent !== null) return imminent.what;
  return verdict === 'flaky' ? 'It failed and passed when tried again' : 'It passed here and fails elsewhere';
}

function cut(text: string): string {
  return text.length <= 500 ? text : `${text.slice(0, 499).toWellFormed()}…`;
}

interface Alarm {
  readonly cell: Omit<CellView, 'alert'>;
  readonly report: Report;
  readonly spec: CheckSpec;
  readonly before: CellAlert | null;
}

/** What must be raised: nothing for a check that raises no signals; an alarm stays while nothing new is known. */
function alertOf({ cell, report, spec, before }: Alarm): CellAlert | null {
  if (!spec.signals) return null;
  const { state, products, step } = cell;
  const says = { run: cell.runId ?? report.id, products: [...products], step, reason: cell.reason ?? '' };
  if (state === 'failing') return { kind: 'failing', ...says };
  if (state === 'no-data') return before;
  if (report.imminent === null) return null;
  return {
    kind: 'imminent',
    run: report.id,
    products: [...products],
    step: null,
    reason: report.imminent.what,
  };
}
