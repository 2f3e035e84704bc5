import {
  fittedWeights,
  localise,
  type Case,
  type Telemetry,
  type Verdict,
  type Weights,
} from '@fieldmarshal/server/localisation';
import { atFirst } from '../transforms.ts';
import type { FaultKind } from './fault.ts';
import type { Incident } from './incident.ts';

/** What one incident says about the goals, small enough to keep of very many. */
export interface Told {
  readonly kind: FaultKind;
  readonly causes: readonly string[];
  readonly ranked: readonly string[];
  /** Of the first of the ranking. */
  readonly blamesProduct: boolean;
  readonly isClear: boolean;
  /** Two causes that are named together, or none. */
  readonly pair: readonly string[];
  /** What is said when the first run has just failed. */
  readonly early: { readonly first: string | null; readonly isClear: boolean };
  readonly withoutSpans: readonly string[];
  /** By the spectrum of runs alone; null where there are too few of them. */
  readonly bySpectrum: readonly string[] | null;
  /** Rank of the change that did it, beside those that did not; null where none did. */
  readonly culpritRank: number | null;
}

const fewestRuns = 30;
const fewestFailing = 5;
const spectrumAlone: Weights = { ...fittedWeights, witness: { spectrum: 1 }, nothing: -10 };
const nobody: ReadonlySet<FaultKind> = new Set(['flaky test', 'environment']);
/** What is seen of it is the same whichever product of one step is wrong: nobody can rank those, but what is called clear must be right. */
const onlyOneSees: FaultKind = 'bad data that one check sees';

export function tell({ kind, causes, culpritChange, input }: Incident, verdict: Verdict): Told {
  const [first] = verdict.ranking;
  const rank = verdict.changes.changes.findIndex(({ id }) => id === culpritChange);
  const failing = input.runs.filter(({ passed }) => !passed).length;
  const bare = (of: Telemetry): Telemetry => ({ ...of, spans: null });
  const early = localise(atFirst(input), fittedWeights);
  return {
    pair: verdict.pair ?? [],
    early: { first: early.ranking[0]?.id ?? null, isClear: early.clear },
    ...{ kind, causes, ranked: idsOf(verdict), isClear: verdict.clear },
    blamesProduct: first?.kind === 'product',
    withoutSpans: idsOf(
      localise({ ...input, now: bare(input.now), usual: bare(input.usual) }, fittedWeights),
    ),
    bySpectrum:
      input.runs.length >= fewestRuns && failing >= fewestFailing
        ? idsOf(localise(runsOf(input), spectrumAlone))
        : null,
    culpritRank: culpritChange === null ? null : rank < 0 ? Infinity : rank + 1,
  };
}

/** Lines that say how far the goals are met, beside the goals. */
export function goalLines(told: readonly Told[]): string[] {
  const single = told.filter(
    ({ kind }) => kind !== 'two causes' && kind !== onlyOneSees && !nobody.has(kind),
  );
  const two = told.filter(({ kind }) => kind === 'two causes');
  const others = told.filter(({ kind }) => nobody.has(kind));
  const known = single.filter(({ bySpectrum }) => bySpectrum !== null);
  const culprits = told.flatMap(({ culpritRank }) => culpritRank ?? []);
  const top = (list: readonly Told[], depth: number, of: (one: Told) => readonly string[]) =>
    share(list, (one) =>
      of(one)
        .slice(0, depth)
        .some((id) => one.causes.includes(id)),
    );
  const lift = top(single, 1, ({ ranked }) => ranked) - top(single, 1, ({ withoutSpans }) => withoutSpans);
  const spectrum = ({ bySpectrum }: Told) => bySpectrum ?? [];
  return [
    row('one cause: first', single, { value: top(single, 1, ({ ranked }) => ranked), goal: 'goal 0.85' }),
    row('one cause: among the first three', single, {
      value: top(single, 3, ({ ranked }) => ranked),
      goal: 'goal 0.97',
    }),
    row('two causes: both among the first two', two, { value: mean(two.map(bothFirst)), goal: 'goal 0.70' }),
    row('test or environment: no product is first', others, {
      value: share(others, (one) => !one.blamesProduct),
      goal: 'goal 0.95',
    }),
    row('test or environment: no product is first and clear', others, {
      value: share(others, (one) => !(one.blamesProduct && one.isClear)),
      goal: '',
    }),
    row('spectrum of runs alone: among the first three', known, {
      value: top(known, 3, spectrum),
      goal: 'goal 0.85',
    }),
    row('spectrum of runs alone: looked at in vain (EXAM)', known, {
      value: mean(known.map(inVain)),
      goal: 'goal at most 1.5',
    }),
    row('what spans add to the first', single, { value: lift, goal: 'goal 0.10' }),
    row('the change that did it: among the first three', culprits, {
      value: share(culprits, (rank) => rank <= 3),
      goal: 'goal 0.90',
    }),
    ...honestyLines(told),
  ];
}

/** Whether what is said early, and of two, may be acted upon. */
function honestyLines(told: readonly Told[]): string[] {
  const paired = told.filter(({ pair }) => pair.length === 2);
  const oneSees = told.filter(({ kind }) => kind === onlyOneSees);
  const clearEarly = told.filter(({ early }) => early.isClear);
  return [
    row('one check sees it: right, or not clear', oneSees, {
      value: share(oneSees, ({ ranked, causes, isClear }) => !isClear || causes.includes(ranked[0] ?? '')),
      goal: '',
    }),
    row('two are named together: both are causes', paired, {
      value: share(paired, ({ pair, causes }) => pair.every((id) => causes.includes(id))),
      goal: '',
    }),
    row('after the first failed run: first', told, {
      value: share(told, ({ early, causes }) => causes.includes(early.first ?? '')),
      goal: '',
    }),
    row('after the first failed run: right where clear', clearEarly, {
      value: share(clearEarly, ({ early, causes }) => causes.includes(early.first ?? '')),
      goal: '',
    }),
  ];
}

function idsOf({ ranking }: Verdict): string[] {
  return ranking.map(({ id }) => id);
}

/** The products and their runs, and nothing else. */
function runsOf({ candidates, calls, symptom, runs }: Case): Case {
  const none = { spans: null, logs: [] };
  return {
    candidates: candidates.filter(({ kind }) => kind === 'product' || kind === 'third-party'),
    ...{ calls, symptom, runs, now: none, usual: none, series: [], step: null, requests: [], alerts: [] },
    ...{ changes: [], thirdParties: [], pastCauses: {} },
  };
}

function bothFirst({ ranked, causes }: Told): number {
  return ranked.slice(0, 2).filter((id) => causes.includes(id)).length / 2;
}

/** Products looked at before the one that is the cause; all of them, at least ten, where it is not among them. */
function inVain({ bySpectrum, causes }: Told): number {
  const list = bySpectrum ?? [];
  const rank = list.findIndex((id) => causes.includes(id));
  return rank < 0 ? Math.max(10, list.length) : rank;
}

function share<T>(list: readonly T[], is: (one: T) => boolean): number {
  return mean(list.map((one) => (is(one) ? 1 : 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

interface Reached {
  readonly value: number;
  readonly goal: string;
}

function row(what: string, of: readonly unknown[], { value, goal }: Reached): string {
  const figure = Number.isNaN(value) ? '-' : value.toFixed(3);
  return `${what.padEnd(52)}${figure.padStart(8)}   ${goal.padEnd(18)} n ${of.length}`;
}
