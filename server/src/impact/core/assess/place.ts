import type { CheckFact, Evidence } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { at, targetsOf } from '../graph/rows.ts';
import { cost, degraded, levelMax, none } from '../levels.ts';
import { counting, observedState, type Mark, type Marks } from './marks.ts';
import type { Seed } from './seeds.ts';
import { spread, type Spread } from './spread.ts';

/** What is known of one thing in one environment. */
export const finding = { untouched: 0, hit: 1, works: 2, unknown: 3 } as const;
/** A failing check of a workflow itself: 0.94. */
const observedLevel = 2;

/** One environment, assessed. Arrays are by number of the workflow or application. */
export interface PlaceView {
  readonly environment: number;
  readonly seeds: readonly Seed[];
  readonly spread: Spread;
  readonly workflow: Findings;
  readonly application: Findings;
  readonly observed: ReadonlyMap<number, readonly CheckFact[]>;
  /** The checks that say of a workflow that it works. */
  readonly passes: ReadonlyMap<number, readonly CheckFact[]>;
  readonly said: Said | null;
  /** Passing checks of products that speak against a guess. */
  readonly spared: readonly CheckFact[];
  readonly self: { readonly found: number; readonly level: number; readonly state: number };
}

/** Somebody said of an environment that something is wrong in it. */
export interface Said {
  readonly level: number;
  readonly state: number;
  readonly evidence: Evidence;
}

interface Findings {
  readonly found: Uint8Array;
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  /** Of a workflow: the product it comes by. Of an application: the workflow, or −2 − the product. −1: neither. */
  readonly by: Int32Array;
}

export interface PlaceFacts {
  readonly environment: number;
  readonly seeds: readonly Seed[];
  readonly marks: Marks;
  readonly said: Said | null;
  readonly now: number;
}

/**
 * Assesses one environment. A workflow is hit where one of its own checks fails, or where something it needs is hit and no check that is
 * fresh, and newer than all evidence here, says that it works. What is cut off and not seen to fail is unknown.
 */
export function assessPlace(graph: ImpactGraph, facts: PlaceFacts): PlaceView {
  const { environment, marks, said, now } = facts;
  const isFailing = [...marks.workflows.values()].some((mark) => mark.failing.length > 0);
  const isSeen = said !== null || isFailing || facts.seeds.some((seed) => seed.here);
  const cutOff = graph.connected[environment] !== 1 && !isSeen;
  const after = Math.max(-Infinity, ...facts.seeds.map((seed) => seed.since));
  const { seeds, spared } = cutOff ? { seeds: facts.seeds, spared: [] } : spare(facts, after);
  const reach = spread(graph, graph.deployed[environment] ?? new Uint8Array(), seeds);
  const draft: Draft = {
    graph,
    reach,
    trust: graph.connected[environment] === 1 ? { now, after } : { now, after: Infinity },
    workflow: findings(graph.workflows.names.length),
    application: findings(graph.applications.names.length),
    observed: new Map(),
    passes: new Map(),
  };
  for (const product of reach.reached)
    for (const workflow of targetsOf(graph.steps, product)) touch(draft, workflow, product);
  for (const [workflow, mark] of marks.workflows) observe(draft, workflow, mark);
  for (const workflow of touchedOf(draft.workflow)) raise(draft, workflow);
  for (const product of reach.reached)
    for (const application of targetsOf(graph.parts, product))
      hit(draft.application, application, {
        level: at(reach.level, product) + cost.part,
        state: Math.max(degraded, at(reach.state, product)),
        by: -2 - product,
      });
  if (cutOff) for (const each of [draft.workflow, draft.application]) forget(each);
  const { workflow, application, observed, passes } = draft;
  const view = { environment, seeds, said, spread: reach, workflow, application, observed, passes, spared };
  return { ...view, self: cutOff ? unknownSelf(reach) : selfOf(graph, view) };
}

interface Draft {
  readonly graph: ImpactGraph;
  readonly reach: Spread;
  readonly trust: { readonly now: number; readonly after: number };
  readonly workflow: Findings;
  readonly application: Findings;
  readonly observed: Map<number, readonly CheckFact[]>;
  readonly passes: Map<number, readonly CheckFact[]>;
}

function findings(count: number): Findings {
  return {
    found: new Uint8Array(count),
    level: new Uint8Array(count).fill(none),
    state: new Uint8Array(count),
    by: new Int32Array(count).fill(-1),
  };
}

/** Drops guesses that a passing check of the product itself speaks against. */
function spare({ seeds, marks, now }: PlaceFacts, after: number) {
  const passesOf = (seed: Seed): CheckFact[] =>
    seed.here ? [] : counting(marks.products.get(seed.product) ?? [], { now, after });
  const kept = seeds.filter((seed) => passesOf(seed).length === 0);
  return { seeds: kept, spared: seeds.flatMap((seed) => passesOf(seed)) };
}

interface Hit {
  readonly level: number;
  readonly state: number;
  readonly by: number;
}

/** The surest way counts, and of equals the worst state. */
function hit(into: Findings, number: number, { level, state, by }: Hit): void {
  if (level > levelMax) return;
  const known = at(into.level, number);
  if (level > known || (level === known && state >= at(into.state, number))) return;
  into.found[number] = finding.hit;
  into.level[number] = level;
  into.state[number] = state;
  into.by[number] = by;
}

function touch({ reach, workflow }: Draft, number: number, product: number): void {
  hit(workflow, number, {
    level: at(reach.level, product) + cost.step,
    state: at(reach.state, product),
    by: product,
  });
}

/** What the workflow's own checks say wins over what its products let fear. */
function observe({ workflow, observed, passes, trust }: Draft, number: number, mark: Mark): void {
  if (mark.failing.length > 0) {
    observed.set(number, mark.failing);
    workflow.found[number] = finding.hit;
    workflow.level[number] = Math.min(observedLevel, at(workflow.level, number));
    workflow.state[number] = observedState(mark, trust.now);
    return;
  }
  if (workflow.found[number] !== finding.hit) return;
  const fresh = counting(mark.passing, trust);
  if (fresh.length === 0) return;
  passes.set(number, fresh);
  workflow.found[number] = finding.works;
}

function touchedOf({ found }: Findings): number[] {
  const touched: number[] = [];
  for (let number = 0; number < found.length; number += 1)
    if (found[number] !== finding.untouched) touched.push(number);
  return touched;
}

/** From a workflow to its application: down only with one that is mission-critical. */
function raise({ graph, workflow, application }: Draft, number: number): void {
  const owner = graph.workflowApplication[number] ?? -1;
  if (owner < 0) return;
  if (workflow.found[number] === finding.works) {
    if (application.found[owner] === finding.untouched) application.found[owner] = finding.works;
    return;
  }
  const state = at(workflow.state, number);
  const isCritical = graph.workflowCriticality[number] === 1;
  hit(application, owner, {
    level: at(workflow.level, number) + cost.step,
    state: isCritical ? state : Math.max(degraded, state),
    by: number,
  });
}

function forget({ found }: Findings): void {
  for (const number of found.keys()) if (found[number] !== finding.untouched) found[number] = finding.unknown;
}

function unknownSelf({ level, reached }: Spread): PlaceView['self'] {
  const [surest] = reached;
  return surest === undefined
    ? { found: finding.untouched, level: none, state: 0 }
    : { found: finding.unknown, level: at(level, surest), state: 0 };
}

/** The environment itself: hit with whatever is hit in it, and with a product that is suspected here unless a workflow that needs it works. */
function selfOf(graph: ImpactGraph, view: Omit<PlaceView, 'self'>): PlaceView['self'] {
  const { seeds, said, workflow, application, spared, passes } = view;
  const own = findings(1);
  for (const each of [workflow, application])
    for (const number of touchedOf(each))
      if (each.found[number] === finding.hit)
        hit(own, 0, { level: at(each.level, number), state: at(each.state, number), by: -1 });
  if (said !== null) hit(own, 0, { ...said, by: -1 });
  for (const { product, level, state, here } of seeds) {
    const isRefuted = !here && [...targetsOf(graph.steps, product)].some((number) => passes.has(number));
    if (!isRefuted) hit(own, 0, { level, state, by: -1 });
  }
  if (own.found[0] === finding.hit)
    return { found: finding.hit, level: at(own.level, 0), state: at(own.state, 0) };
  const works = passes.size > 0 || spared.length > 0;
  return { found: works ? finding.works : finding.untouched, level: none, state: 0 };
}
