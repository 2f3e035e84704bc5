import type { CauseCandidate, CauseVerdict } from '@fieldmarshal/contract/localisation';
import type { Case } from '../case.ts';
import type { Verdict } from '../localise.ts';
import type { Evidence, Suspect } from '../rank.ts';
import { productOf } from './candidates.ts';
import { wouldDecide } from './would-decide.ts';

/** What sentences are signed with, as {@link viewOf} needs it. */
export interface Known {
  readonly case: Case;
  readonly sources: Readonly<
    Record<string, { readonly label: string; readonly href: string | null; readonly at: number | null }>
  >;
  readonly gaps: readonly string[];
  readonly names: Readonly<
    Record<
      string,
      { readonly displayName: string; readonly team: string | null; readonly version: string | null }
    >
  >;
  readonly changes: Readonly<Record<string, { readonly title: string; readonly product: string | null }>>;
}

const suspectsMax = 10;
const changesMax = 10;
const evidenceMax = 12;
/** Below this a sentence is no evidence. */
const leastNats = 0.02;

/** A verdict of the engine as people read it. `fitted`: how the weights came about. */
export function viewOf(verdict: Verdict, known: Known, fitted: string): CauseVerdict {
  const { ranking, clear, nothing, pair, changes, silent, droppedSpans } = verdict;
  const suspects = ranking.filter(({ nats, probability }) => nats > 0 || probability > 0.01);
  const nameOf = (id: string) => known.names[id]?.displayName ?? productOf(id);
  const ats = new Map(known.case.changes.map(({ id, at }) => [id, at]));
  return {
    clear,
    nothing,
    suspects: suspects.slice(0, suspectsMax).map((suspect) => suspectView(suspect, known)),
    pair: pair === null ? null : [candidateIn(known.case, pair[0]), candidateIn(known.case, pair[1])],
    wouldDecide: clear ? [] : wouldDecide(known.case, suspects, nameOf),
    changes: changes.changes.slice(0, changesMax).map(({ id, probability, reasons }) => ({
      change: id,
      title: known.changes[id]?.title ?? '',
      product: known.changes[id]?.product ?? null,
      at: new Date(ats.get(id) ?? known.case.symptom.at).toISOString(),
      probability,
      reasons: [...reasons],
    })),
    noChange: changes.none,
    silent: [...silent],
    basis: basisOf(known, droppedSpans),
    weights: fitted,
  };
}

function candidateIn({ candidates }: Case, id: string): CauseCandidate {
  return { kind: candidates.find((each) => each.id === id)?.kind ?? 'product', name: productOf(id) };
}

function suspectView({ id, kind, probability, evidence }: Suspect, known: Known) {
  const named = known.names[id];
  return {
    kind,
    name: productOf(id),
    displayName: named?.displayName ?? productOf(id),
    team: named?.team ?? null,
    version: named?.version ?? null,
    probability,
    evidence: evidence
      .filter(({ nats }) => Math.abs(nats) >= leastNats)
      .slice(0, evidenceMax)
      .map((each) => signed(each, id, known)),
  };
}

function signed({ witness, nats, sentence }: Evidence, candidate: string, { sources }: Known) {
  const source = sources[`${witness} ${candidate}`] ?? sources[witness];
  return {
    witness,
    nats,
    sentence,
    source: {
      label: source?.label ?? witness,
      href: source?.href ?? null,
      at: source?.at == null ? null : new Date(source.at).toISOString(),
    },
  };
}

function basisOf({ case: input, gaps }: Known, droppedSpans: number): CauseVerdict['basis'] {
  return {
    failingRuns: input.runs.filter(({ passed }) => !passed).length,
    passingRuns: input.runs.filter(({ passed }) => passed).length,
    spans: input.now.spans?.trace.length ?? 0,
    usualSpans: input.usual.spans?.trace.length ?? 0,
    alerts: input.alerts.length,
    changes: input.changes.length,
    series: input.series.length,
    logLines: input.now.logs.reduce((total, { count }) => total + count, 0),
    droppedSpans,
    gaps: [...gaps],
  };
}
