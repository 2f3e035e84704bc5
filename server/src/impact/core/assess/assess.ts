import { likelyFrom, possibleFrom, type ImpactKind, type ImpactRow } from '@fieldmarshal/contract/impact';
import type { CheckFact, Facts } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { codeOf, levelOf, none } from '../levels.ts';
import { nothingBeyond, type Beyond } from '../record/beyond.ts';
import { candidatesOf, foremost, type Candidate } from './candidates.ts';
import { assessCustomers, type CustomerView } from './customers.ts';
import { describe, instants, observedByWorkflow, type Assessed } from './describe.ts';
import { freshUntil, marksAt, marksOf } from './marks.ts';
import { Memory } from './memory.ts';
import type { PlaceFacts, PlaceView, Said } from './place.ts';
import { alternativesOf, seedsOf } from './seeds.ts';

/** What one assessment found. */
export interface Assessment {
  /** The surest first; what is known to work last. */
  readonly rows: readonly ImpactRow[];
  /** Of everything, also what did not fit into `rows`. */
  readonly counts: Readonly<Record<ImpactKind, { readonly hit: number; readonly possible: number }>>;
  readonly usersPerHour: number | null;
  readonly products: number;
  readonly cut: number;
  /** Of what did not fit into `rows`. */
  readonly beyond: Beyond;
  readonly passing: { readonly checks: number; readonly oldestAt: number | null };
  /** When it changes by time alone, because a pass that it rests on becomes too old; null: never. */
  readonly changesAt: number | null;
}

export interface Options {
  readonly now: number;
  /** Rows at most. */
  readonly limit: number;
  /** When each environment was last heard of. */
  readonly heard?: ReadonlyMap<string, number>;
  /** Makes it incremental: the answer is the same as without. */
  readonly memory?: Memory;
}

const noneHeard: ReadonlyMap<string, number> = new Map();

/**
 * Who and what is hit, by everything that is known. Pure. More evidence of failure never makes anything less likely or leave the list;
 * nothing is listed that evidence does not reach; `not-hit` is only what a fresh check shows to work.
 */
export function assess(facts: Facts, graph: ImpactGraph, options: Options): Assessment {
  const { now, limit, heard = noneHeard } = options;
  const views = viewsOf(facts, graph, options);
  const customers = assessCustomers(graph, views);
  const inOrder = [...views.values()];
  const observed = observedByWorkflow(inOrder);
  const assessed: Assessed = { graph, views, inOrder, customers, now, heard, iso: instants(), observed };
  const candidates = candidatesOf(graph, views, customers);
  const passes = inOrder.flatMap((view) => [...[...view.passes.values()].flat(), ...view.spared]);
  const kept = foremost(candidates, graph, { customers, limit });
  return {
    rows: kept.map((candidate) => describe(assessed, candidate)),
    counts: countsOf(candidates),
    usersPerHour: usersOfAll(customers),
    products: reachedOf(graph, views),
    cut: candidates.length - kept.length,
    beyond:
      candidates.length === kept.length ? nothingBeyond : beyondOf(candidates, new Set(kept), customers),
    passing: passingOf(passes),
    changesAt: passes.length === 0 ? null : Math.min(...passes.map((check) => freshUntil(check))),
  };
}

/** How many products evidence reaches in any environment. */
function reachedOf(graph: ImpactGraph, views: ReadonlyMap<number, PlaceView>): number {
  const isReached = new Uint8Array(graph.products.names.length);
  let count = 0;
  for (const { reached } of new Set([...views.values()].map(({ spread }) => spread)))
    for (const product of reached) {
      if (isReached[product] === 1) continue;
      isReached[product] = 1;
      count += 1;
    }
  return count;
}

/** Each environment that evidence speaks of, by number and in its order. */
function viewsOf(facts: Facts, graph: ImpactGraph, { now, memory: given }: Options): Map<number, PlaceView> {
  const memory = given?.graph === graph ? given : new Memory(graph);
  const seeds = seedsOf(facts, graph);
  const alternatives = alternativesOf(facts, graph);
  const marks = marksOf(facts.checks, graph);
  const said = saidOf(facts, graph);
  const failing = [...marks].filter(([, { workflows }]) =>
    [...workflows.values()].some((mark) => mark.failing.length > 0),
  );
  const touched = [
    ...new Set([...seeds.keys(), ...said.keys(), ...failing.map(([environment]) => environment)]),
  ];
  const alike = new Alike(graph);
  return new Map(
    touched
      .sort((a, b) => a - b)
      .map((environment) => {
        const place: PlaceFacts = {
          environment,
          seeds: seeds.get(environment) ?? [],
          alternatives: alternatives.get(environment) ?? [],
          marks: marksAt(marks, environment),
          said: said.get(environment) ?? null,
          now,
        };
        return [environment, alike.viewOf(place) ?? alike.keep(place, memory.assess(place))];
      }),
  );
}

/** The surest report about each environment. */
function saidOf({ places }: Facts, graph: ImpactGraph): Map<number, Said> {
  const said = new Map<number, Said>();
  for (const { environment, probability, state, evidence } of places) {
    const number = graph.environments.numbers.get(environment);
    const level = levelOf(probability);
    if (number === undefined || level >= (said.get(number)?.level ?? none)) continue;
    said.set(number, { level, state: codeOf(state), evidence });
  }
  return said;
}

/** Environments with the same products, of which the same is known and no check says anything, are assessed once. */
class Alike {
  readonly #graph: ImpactGraph;
  readonly #views = new Map<Uint8Array | undefined, Map<string, PlaceView>>();

  constructor(graph: ImpactGraph) {
    this.#graph = graph;
  }

  viewOf(place: PlaceFacts): PlaceView | undefined {
    const view = this.#of(place)?.get(this.#keyOf(place));
    return view && { ...view, environment: place.environment };
  }

  keep(place: PlaceFacts, view: PlaceView): PlaceView {
    this.#of(place)?.set(this.#keyOf(place), view);
    return view;
  }

  #of({ environment, marks, said }: PlaceFacts): Map<string, PlaceView> | undefined {
    if (said !== null || marks.workflows.size + marks.products.size > 0) return undefined;
    const deployed = this.#graph.deployed[environment];
    const views = this.#views.get(deployed) ?? new Map<string, PlaceView>();
    this.#views.set(deployed, views);
    return views;
  }

  #keyOf({ environment, seeds, alternatives }: PlaceFacts): string {
    return JSON.stringify([this.#graph.connected[environment], seeds, alternatives]);
  }
}

function countsOf(candidates: readonly Candidate[]): Assessment['counts'] {
  const counts = {
    workflow: { hit: 0, possible: 0 },
    application: { hit: 0, possible: 0 },
    environment: { hit: 0, possible: 0 },
    customer: { hit: 0, possible: 0 },
  };
  for (const { kind, level, isUnknown } of candidates) {
    if (level <= likelyLevel) counts[kind].hit += 1;
    else if (level < none || isUnknown) counts[kind].possible += 1;
  }
  return counts;
}

const likelyLevel = levelOf(likelyFrom);
const possibleLevel = levelOf(possibleFrom);

function beyondOf(
  candidates: readonly Candidate[],
  kept: ReadonlySet<Candidate>,
  { usersPerHour }: CustomerView,
): Beyond {
  const hit = { workflow: 0, application: 0, environment: 0, customer: 0 };
  const possible = { ...hit };
  let users: number | null = null;
  for (const candidate of candidates) {
    if (kept.has(candidate)) continue;
    const { kind, number, level, isUnknown } = candidate;
    if (level > likelyLevel) {
      if (level <= possibleLevel || (isUnknown && level === none)) possible[kind] += 1;
      continue;
    }
    hit[kind] += 1;
    const own = kind === 'customer' ? at(usersPerHour, number) : NaN;
    if (!Number.isNaN(own)) users = (users ?? 0) + own;
  }
  return { hit, possible, usersPerHour: users === null ? null : Math.round(users) };
}

function usersOfAll(customers: CustomerView): number | null {
  let sum: number | null = null;
  for (const users of customers.usersPerHour) if (!Number.isNaN(users)) sum = (sum ?? 0) + users;
  return sum === null ? null : Math.round(sum);
}

function passingOf(passes: readonly CheckFact[]): Assessment['passing'] {
  const distinct = new Map(
    passes.map((check) => [`${check.check}\n${check.environment}`, check.passedAt ?? 0]),
  );
  return { checks: distinct.size, oldestAt: distinct.size === 0 ? null : Math.min(...distinct.values()) };
}
