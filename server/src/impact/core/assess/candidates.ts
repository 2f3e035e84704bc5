import { impactKinds, possibleFrom, type ImpactKind } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { levelOf, none } from '../levels.ts';
import type { CustomerView } from './customers.ts';
import { finding, type Findings, type PlaceView } from './place.ts';

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
  const found = new Found();
  for (const view of [...views.values()].toSorted((a, b) => a.environment - b.environment)) {
    for (const kind of ['workflow', 'application'] as const) gather(found, kind, view);
    const { self, environment } = view;
    found.add({ kind: 'environment', number: environment, view, ...self });
  }
  const touched = [...found.all(), ...customerCandidates(graph, views, customers)];
  const users = (candidate: Candidate): number =>
    candidate.kind === 'customer' ? -usersOf(customers, candidate.number) : 0;
  const criticality = ({ kind, number }: Candidate): number =>
    kind === 'workflow' ? at(graph.workflowCriticality, number) : 0;
  return touched.sort(
    (a, b) =>
      a.level - b.level ||
      impactKinds.indexOf(a.kind) - impactKinds.indexOf(b.kind) ||
      criticality(a) - criticality(b) ||
      users(a) - users(b) ||
      a.number - b.number,
  );
}

export function usersOf({ usersPerHour }: CustomerView, number: number): number {
  const users = at(usersPerHour, number);
  return Number.isNaN(users) ? 0 : users;
}

interface Sighting {
  readonly kind: ImpactKind;
  readonly number: number;
  readonly view: PlaceView;
  readonly found: number;
  readonly level: number;
  readonly state: number;
}

const namedLevel = levelOf(possibleFrom);

class Found {
  readonly #byKind = new Map<ImpactKind, Map<number, Candidate>>();

  add({ kind, number, view, found, level, state }: Sighting): void {
    if (found === finding.untouched) return;
    const candidate = this.#at(kind, number);
    const { environment } = view;
    if (found === finding.works) candidate.works.push(environment);
    else if (found === finding.unknown) candidate.unknown.push(environment);
    else {
      (level <= namedLevel ? candidate.hit : candidate.weak).push(environment);
      if (level > candidate.level || (level === candidate.level && state >= candidate.state)) return;
      candidate.level = level;
      candidate.state = state;
      candidate.best = view;
    }
  }

  all(): Candidate[] {
    return [...this.#byKind.values()].flatMap((byNumber) => [...byNumber.values()]);
  }

  #at(kind: ImpactKind, number: number): Candidate {
    const byNumber = this.#byKind.get(kind) ?? new Map<number, Candidate>();
    this.#byKind.set(kind, byNumber);
    const candidate = byNumber.get(number) ?? blank(kind, number);
    byNumber.set(number, candidate);
    return candidate;
  }
}

function blank(kind: ImpactKind, number: number): Candidate {
  return { kind, number, level: none, state: 0, hit: [], weak: [], works: [], unknown: [], best: null };
}

function gather(found: Found, kind: 'workflow' | 'application', view: PlaceView): void {
  const findings: Findings = view[kind];
  for (const [number, each] of findings.found.entries())
    if (each !== finding.untouched)
      found.add({
        kind,
        number,
        view,
        found: each,
        level: at(findings.level, number),
        state: at(findings.state, number),
      });
}

/** Customers by the environments in which they use what is touched. */
function customerCandidates(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  customers: CustomerView,
): Candidate[] {
  const byNumber = new Map<number, Candidate>();
  const { customer, application, environment } = graph.uses;
  for (const [use, number] of customer.entries()) {
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
