import { impactKinds, possibleFrom, type ImpactKind } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { levelOf, none } from '../levels.ts';
import type { CustomerView } from './customers.ts';
import { finding, type PlaceView } from './place.ts';

/** One thing over all environments, before it is put into words. */
export interface Candidate {
  readonly kind: ImpactKind;
  readonly number: number;
  /** The surest of all environments; `none` where it is hit in none. */
  level: number;
  state: number;
  /** Environments by number: where it is hit worth naming, weakly, works, unknown. */
  readonly hit: number[];
  readonly weak: number[];
  readonly works: number[];
  readonly unknown: number[];
  /** Where it is hit most surely. */
  best: PlaceView | null;
}

/** Everything that evidence touches: workflows, applications, environments and customers, the surest first. */
export function candidatesOf(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  customers: CustomerView,
): Candidate[] {
  const found = new Found(graph);
  for (const alike of alikeOf(views))
    for (const kind of ['workflow', 'application'] as const) gather(found, kind, alike);
  for (const view of views.values())
    found.add({ kind: 'environment', number: view.environment, alike: [view], ...view.self });
  const touched = [...found.all(), ...customerCandidates(graph, views, customers)];
  return touched
    .map((candidate) => ({ candidate, ...orderOf(graph, customers, candidate) }))
    .toSorted((a, b) => a.rank - b.rank || b.users - a.users || a.candidate.number - b.candidate.number)
    .map(({ candidate }) => candidate);
}

/** Level, kind and criticality as one number; users beside it. */
function orderOf(graph: ImpactGraph, customers: CustomerView, { level, kind, number }: Candidate) {
  const criticality = kind === 'workflow' ? at(graph.workflowCriticality, number) : 0;
  const rank = (level * impactKinds.length + impactKinds.indexOf(kind)) * 256 + criticality;
  return { rank, users: kind === 'customer' ? usersOf(customers, number) : 0 };
}

/** Environments that were assessed as one, each list and the lists in the order of the environments. */
function alikeOf(views: ReadonlyMap<number, PlaceView>): PlaceView[][] {
  const inOrder = [...views.values()].toSorted((a, b) => a.environment - b.environment);
  return [...Map.groupBy(inOrder, ({ workflow }) => workflow).values()];
}

export function usersOf({ usersPerHour }: CustomerView, number: number): number {
  const users = at(usersPerHour, number);
  return Number.isNaN(users) ? 0 : users;
}

interface Sighting {
  readonly kind: Exclude<ImpactKind, 'customer'>;
  readonly number: number;
  /** Where the same is so, in order; never empty. */
  readonly alike: readonly PlaceView[];
  readonly found: number;
  readonly level: number;
  readonly state: number;
}

const namedLevel = levelOf(possibleFrom);

class Found {
  readonly #byKind: Readonly<Record<Sighting['kind'], (Candidate | undefined)[]>>;

  constructor({ workflows, applications, environments }: ImpactGraph) {
    const blanks = ({ names }: ImpactGraph['workflows']) =>
      Array.from<Candidate | undefined>({ length: names.length });
    this.#byKind = {
      workflow: blanks(workflows),
      application: blanks(applications),
      environment: blanks(environments),
    };
  }

  add({ kind, number, alike, found, level, state }: Sighting): void {
    if (found === finding.untouched) return;
    const candidate = (this.#byKind[kind][number] ??= blank(kind, number));
    const into =
      found === finding.works
        ? candidate.works
        : found === finding.unknown
          ? candidate.unknown
          : level <= namedLevel
            ? candidate.hit
            : candidate.weak;
    for (const { environment } of alike) into.push(environment);
    if (found !== finding.hit) return;
    if (level > candidate.level || (level === candidate.level && state >= candidate.state)) return;
    candidate.level = level;
    candidate.state = state;
    candidate.best = alike[0] ?? null;
  }

  all(): Candidate[] {
    const { workflow, application, environment } = this.#byKind;
    return [workflow, application, environment].flat().filter((each) => each !== undefined);
  }
}

function blank(kind: ImpactKind, number: number): Candidate {
  return { kind, number, level: none, state: 0, hit: [], weak: [], works: [], unknown: [], best: null };
}

function gather(found: Found, kind: 'workflow' | 'application', alike: readonly PlaceView[]): void {
  const findings = alike[0]?.[kind];
  if (findings === undefined) return;
  for (let number = 0; number < findings.found.length; number += 1) {
    const each = at(findings.found, number);
    if (each === finding.untouched) continue;
    const level = at(findings.level, number);
    found.add({ kind, number, alike, found: each, level, state: at(findings.state, number) });
  }
}

/** Customers by the environments in which they use what is touched. */
function customerCandidates(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  customers: CustomerView,
): Candidate[] {
  const byNumber = new Map<number, Candidate>();
  const { customer, application, environment } = graph.uses;
  for (let use = 0; use < customer.length; use += 1) {
    const number = at(customer, use);
    const place = at(environment, use);
    const view = views.get(place);
    const found = view?.application.found[at(application, use)] ?? finding.untouched;
    if (view === undefined || found === finding.untouched) continue;
    const candidate = byNumber.get(number) ?? blank('customer', number);
    byNumber.set(number, candidate);
    if (found === finding.works) candidate.works.push(place);
    else if (found === finding.unknown) candidate.unknown.push(place);
    else {
      const level = at(view.application.level, at(application, use));
      (level <= namedLevel ? candidate.hit : candidate.weak).push(place);
    }
  }
  for (const [number, candidate] of byNumber) {
    candidate.level = at(customers.level, number);
    candidate.state = at(customers.state, number);
    const use = at(customers.use, number);
    candidate.best = use < 0 ? null : (views.get(at(environment, use)) ?? null);
  }
  return [...byNumber.values()];
}
