import { likelyFrom, type ImpactEvidence, type ImpactRow } from '@fieldmarshal/contract/impact';
import type { CheckFact } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { confidenceOf, none, stateOf } from '../levels.ts';
import type { Candidate } from './candidates.ts';
import type { CustomerView } from './customers.ts';
import { freshUntil } from './marks.ts';
import { wayToApplication, wayToEnvironment, wayToWorkflow, type Way } from './path.ts';
import type { PlaceView } from './place.ts';
import { placesOf, type Views } from './whereabouts.ts';

export interface Assessed extends Views {
  readonly graph: ImpactGraph;
  readonly customers: CustomerView;
  readonly now: number;
  /** When each environment was last heard of. */
  readonly heard: ReadonlyMap<string, number>;
  readonly iso: (ms: number) => string;
  /** The failing checks of each workflow itself, in any environment. */
  readonly observed: ReadonlyMap<number, readonly CheckFact[]>;
}

const evidenceMax = 5;
const kindLists = {
  workflow: 'workflows',
  application: 'applications',
  environment: 'environments',
  customer: 'customers',
} as const;

/** A candidate in words. */
export function describe(assessed: Assessed, candidate: Candidate): ImpactRow {
  const { graph, now, iso } = assessed;
  const { kind, number, isUnknown } = candidate;
  const isHit = candidate.level < none;
  const places = isHit
    ? hitPlaces(assessed, candidate)
    : placesOf(graph, assessed, { kind, number, where: isUnknown ? 'unknown' : 'works' });
  const outcome = isHit
    ? hits(assessed, candidate)
    : isUnknown
      ? unheard(assessed, places[0] ?? 0)
      : spared(assessed, candidate, places);
  const label = graph.labels[kind][number];
  const users = kind === 'customer' && isHit ? at(assessed.customers.usersPerHour, number) : NaN;
  return {
    kind,
    name: graph[kindLists[kind]].names[number] ?? '',
    title: label?.title ?? '',
    publicName: label?.publicName ?? null,
    ...outcome,
    environments: places.map((place) => graph.environments.names[place] ?? ''),
    environmentsOf: environmentsOf(graph, candidate),
    criticality: kind === 'workflow' ? at(graph.workflowCriticality, number) : null,
    application:
      kind === 'workflow' ? (graph.applications.names[at(graph.workflowApplication, number)] ?? null) : null,
    usersPerHour: Number.isNaN(users) ? null : Math.round(users),
    userMinutesLost: 0,
    asOf: iso(now),
    until: null,
    decision: null,
  };
}

/** Where it is hit weakly counts only where it is hit nowhere worth naming. */
function hitPlaces(assessed: Assessed, { kind, number }: Candidate): number[] {
  const named = placesOf(assessed.graph, assessed, { kind, number, where: 'hit' });
  return named.length > 0 ? named : placesOf(assessed.graph, assessed, { kind, number, where: 'weak' });
}

type Outcome = Pick<
  ImpactRow,
  'state' | 'standing' | 'confidence' | 'observed' | 'evidence' | 'path' | 'since' | 'freshUntil'
>;

function hits(assessed: Assessed, candidate: Candidate): Outcome {
  const { now, iso } = assessed;
  const confidence = confidenceOf(candidate.level);
  const checks = observedOf(assessed, candidate);
  const way = candidate.best === null ? null : wayTo(assessed, candidate, candidate.best);
  const said = candidate.kind === 'environment' ? candidate.best?.said?.evidence : undefined;
  let since = Math.min(now, way?.seed?.since ?? now);
  for (const check of checks) since = Math.min(since, check.since);
  return {
    state: stateOf(candidate.state),
    standing: confidence >= likelyFrom ? 'likely' : 'possible',
    confidence,
    observed: checks.length > 0,
    evidence: evidenceOf(checks, way?.seed?.evidence ?? said),
    path: way?.steps ?? [],
    since: iso(since),
    freshUntil: null,
  };
}

/** What was seen, and last where it comes from. */
function evidenceOf(checks: readonly CheckFact[], origin: ImpactEvidence | undefined): ImpactEvidence[] {
  if (checks.length === 0) return origin === undefined ? [] : [origin];
  const seen = checks.map(({ evidence }) => evidence);
  return distinct(origin === undefined ? seen : [...seen.slice(0, evidenceMax - 1), origin]);
}

/** The failing checks of the workflow itself. */
function observedOf({ observed }: Assessed, { kind, number }: Candidate): readonly CheckFact[] {
  return kind === 'workflow' ? (observed.get(number) ?? nothing) : nothing;
}

const nothing: readonly never[] = [];

/** By workflow, from all environments in their order. */
export function observedByWorkflow(views: Iterable<PlaceView>): Map<number, CheckFact[]> {
  const all = new Map<number, CheckFact[]>();
  for (const { observed } of views)
    for (const [workflow, checks] of observed) {
      const known = all.get(workflow);
      if (known === undefined) all.set(workflow, [...checks]);
      else known.push(...checks);
    }
  return all;
}

function wayTo({ graph, customers }: Assessed, { kind, number }: Candidate, view: PlaceView): Way {
  switch (kind) {
    case 'workflow':
      return wayToWorkflow(graph, view, number);
    case 'application':
      return wayToApplication(graph, view, number);
    case 'environment':
      return wayToEnvironment(graph, view);
    case 'customer': {
      const way = wayToApplication(graph, view, at(graph.uses.application, at(customers.use, number)));
      const name = graph.customers.names[number] ?? '';
      return { steps: [...way.steps, { kind, name, via: 'used by' }], seed: way.seed };
    }
  }
}

function unheard({ graph, views, heard, now, iso }: Assessed, place: number): Outcome {
  const view = views.get(place);
  const name = graph.environments.names[place] ?? '';
  const last = heard.get(name);
  const way = view === undefined ? null : wayToEnvironment(graph, view);
  const product = way?.seed?.product;
  const version = product === undefined ? undefined : graph.versions[place]?.get(product);
  const runs =
    version === undefined ? '' : `; it runs ${graph.labels.product[product ?? 0]?.title ?? ''} ${version}`;
  const says = `${graph.labels.environment[place]?.title ?? name} is cut off: nothing is known of it${runs}`;
  return {
    state: 'unknown',
    standing: 'possible',
    confidence: null,
    observed: false,
    evidence: [{ kind: 'catalog', id: name, says, at: last === undefined ? null : iso(last) }],
    path: way?.steps ?? [],
    since: iso(Math.min(now, way?.seed?.since ?? now)),
    freshUntil: null,
  };
}

function spared(
  { views, now, iso }: Assessed,
  { kind, number }: Candidate,
  works: readonly number[],
): Outcome {
  const checks = works.flatMap((place) => {
    const view = views.get(place);
    if (view === undefined) return [];
    const own = kind === 'workflow' ? view.passes.get(number) : [...view.passes.values()].flat();
    return [...(own ?? []), ...(kind === 'environment' ? view.spared : [])];
  });
  const oldestFirst = checks.toSorted((a, b) => (a.passedAt ?? 0) - (b.passedAt ?? 0));
  return {
    state: 'ok',
    standing: 'not-hit',
    confidence: null,
    observed: false,
    evidence: distinct(oldestFirst.map(({ evidence }) => evidence)),
    path: [],
    since: iso(now),
    freshUntil: iso(Math.min(...checks.map((check) => freshUntil(check)))),
  };
}

function distinct(evidence: readonly ImpactEvidence[]): ImpactEvidence[] {
  if (evidence.length < 2) return [...evidence];
  return [...new Map(evidence.map((each) => [`${each.kind}\n${each.id}`, each])).values()].slice(
    0,
    evidenceMax,
  );
}

/** In how many environments it is at all. */
function environmentsOf(graph: ImpactGraph, { kind, number }: Candidate): number {
  switch (kind) {
    case 'environment':
      return 1;
    case 'customer':
      return at(graph.uses.places, number);
    case 'workflow':
    case 'application': {
      const application = kind === 'workflow' ? at(graph.workflowApplication, number) : number;
      return at(graph.runsIn, application);
    }
  }
}

/** Instants as text. Most lines speak of the same few moments, and writing one takes as long as the rest of a line. */
export function instants(): (ms: number) => string {
  const known = new Map<number, string>();
  return (ms) => {
    const text = known.get(ms) ?? new Date(ms).toISOString();
    known.set(ms, text);
    return text;
  };
}
