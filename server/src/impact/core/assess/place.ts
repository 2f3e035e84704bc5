import type { CheckFact, Evidence } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { at, targetsOf } from '../graph/rows.ts';
import { cost, degraded, levelMax, levelOf, none } from '../levels.ts';
import { addUp } from './alternatives.ts';
import { counting, observedState, type Mark, type Marks } from './marks.ts';
import type { Seed } from './seeds.ts';
import { Findings, finding } from './findings.ts';
import type { Way } from './path.ts';
import type { Spread } from './spread.ts';
import { touched } from './touch.ts';

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
  /** Ways that were asked for, by number: they stay as long as the view does. */
  readonly ways: Readonly<Record<'workflow' | 'application', Map<number, Way>>>;
}

/** Somebody said of an environment that something is wrong in it. */
export interface Said {
  readonly level: number;
  readonly state: number;
  readonly evidence: Evidence;
}

export interface PlaceFacts {
  readonly environment: number;
  readonly seeds: readonly Seed[];
  /** The seeds of which one is the cause. */
  readonly alternatives: readonly Seed[];
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
  // No pass shows anything of a place that is not connected.
  const trust = { now, after: graph.connected[environment] === 1 ? after : Infinity };
  const { seeds, spared } = spare(facts, trust);
  const deployed = graph.deployed[environment] ?? new Uint8Array();
  const touch = touched(graph, deployed, seeds);
  const reach = touch.spread;
  const draft: Draft = {
    graph,
    reach,
    trust,
    workflow: touch.workflow.copy(),
    application: new Findings(graph.applications.names.length),
    observed: new Map(),
    passes: new Map(),
  };
  addUp(graph, { deployed, alternatives: facts.alternatives }, draft.workflow);
  for (const [number, mark] of marks.workflows) observe(draft, number, mark);
  for (const number of draft.workflow.touched()) raise(draft, number);
  for (const product of reach.reached) touchParts(draft, product);
  if (cutOff) for (const each of [draft.workflow, draft.application]) each.forget();
  const { workflow, application, observed, passes } = draft;
  const ways = { workflow: new Map<number, Way>(), application: new Map<number, Way>() };
  const view = {
    environment,
    seeds,
    said,
    spread: reach,
    workflow,
    application,
    observed,
    passes,
    spared,
    ways,
  };
  return { ...view, self: cutOff ? unknownSelf(reach) : selfOf(graph, view) };
}

/** Which passes count: those that are fresh at `now` and newer than `after`. */
interface Trust {
  readonly now: number;
  readonly after: number;
}

interface Draft {
  readonly graph: ImpactGraph;
  readonly reach: Spread;
  readonly trust: Trust;
  readonly workflow: Findings;
  readonly application: Findings;
  readonly observed: Map<number, readonly CheckFact[]>;
  readonly passes: Map<number, readonly CheckFact[]>;
}

/** Drops guesses that a passing check of the product itself speaks against. */
function spare({ seeds, marks }: PlaceFacts, trust: Trust) {
  const passesOf = (seed: Seed): CheckFact[] =>
    seed.here ? [] : counting(marks.products.get(seed.product) ?? [], trust);
  const kept = seeds.filter((seed) => passesOf(seed).length === 0);
  return { seeds: kept, spared: seeds.flatMap((seed) => passesOf(seed)) };
}

/** Of an application without a workflow that needs it, a part can only degrade it. */
function touchParts({ graph, reach, application }: Draft, product: number): void {
  const level = at(reach.level, product) + cost.part;
  const state = Math.max(degraded, at(reach.state, product));
  const { starts, targets } = graph.parts;
  const end = at(starts, product + 1);
  application.comesBy(-2 - product);
  for (let row = at(starts, product); row < end; row += 1) application.hit(at(targets, row), level, state);
}

/** What the workflow's own checks say wins over what its products let fear. */
function observe({ workflow, observed, passes, trust }: Draft, number: number, mark: Mark): void {
  if (mark.failing.length > 0) {
    const real = Math.max(...mark.failing.map((check) => check.real));
    const level = Math.min(observedLevel + levelOf(real), at(workflow.level, number));
    if (level > levelMax) return;
    observed.set(number, mark.failing);
    workflow.found[number] = finding.hit;
    workflow.level[number] = level;
    workflow.state[number] = observedState(mark, trust.now);
    return;
  }
  if (workflow.found[number] !== finding.hit) return;
  const fresh = counting(mark.passing, trust);
  if (fresh.length === 0) return;
  passes.set(number, fresh);
  workflow.found[number] = finding.works;
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
  application.comesBy(number);
  application.hit(
    owner,
    at(workflow.level, number) + cost.step,
    isCritical ? state : Math.max(degraded, state),
  );
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
  const own = new Findings(1);
  for (const each of [workflow, application])
    for (let number = 0; number < each.found.length; number += 1)
      if (each.found[number] === finding.hit) own.hit(0, at(each.level, number), at(each.state, number));
  if (said !== null) own.hit(0, said.level, said.state);
  for (const { product, level, state, here } of seeds) {
    const isRefuted = !here && [...targetsOf(graph.steps, product)].some((number) => passes.has(number));
    if (!isRefuted) own.hit(0, level, state);
  }
  if (own.found[0] === finding.hit)
    return { found: finding.hit, level: at(own.level, 0), state: at(own.state, 0) };
  const works = passes.size > 0 || spared.length > 0;
  return { found: works ? finding.works : finding.untouched, level: none, state: 0 };
}
