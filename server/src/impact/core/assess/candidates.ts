import { impactKinds, type ImpactKind } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { none } from '../levels.ts';
import type { CustomerView } from './customers.ts';
import { finding } from './findings.ts';
import type { PlaceView } from './place.ts';

/** One thing over all environments, before it is put into words. */
export interface Candidate {
  readonly kind: ImpactKind;
  readonly number: number;
  /** The surest of all environments; `none` where it is hit in none. */
  level: number;
  state: number;
  /** Nothing is known of it somewhere. */
  isUnknown: boolean;
  /** Where it is hit most surely. */
  best: PlaceView | null;
}

/** Everything that evidence touches: workflows, applications, environments and customers, in no particular order. */
export function candidatesOf(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  customers: CustomerView,
): Candidate[] {
  const alike = alikeOf(views);
  return [
    ...gather('workflow', alike),
    ...gather('application', alike),
    ...[...views.values()].flatMap((view) => selfOf(view)),
    ...customerCandidates(graph, views, customers),
  ];
}

/** The first so many: the surest, then by kind, then the most critical or with the most users, then by name. */
export function foremost(
  candidates: readonly Candidate[],
  graph: ImpactGraph,
  { customers, limit }: { readonly customers: CustomerView; readonly limit: number },
): Candidate[] {
  const byRank: Candidate[][] = Array.from({ length: (none + 1) * impactKinds.length }, () => []);
  for (const candidate of candidates)
    byRank[candidate.level * impactKinds.length + impactKinds.indexOf(candidate.kind)]?.push(candidate);
  const weight = ({ kind, number }: Candidate): number =>
    kind === 'workflow'
      ? at(graph.workflowCriticality, number)
      : kind === 'customer'
        ? -usersOf(customers, number)
        : 0;
  const first: Candidate[] = [];
  for (const equals of byRank) {
    if (first.length >= limit) break;
    for (const each of equals.sort((a, b) => weight(a) - weight(b) || a.number - b.number)) first.push(each);
  }
  return first.slice(0, limit);
}

function usersOf({ usersPerHour }: CustomerView, number: number): number {
  const users = at(usersPerHour, number);
  return Number.isNaN(users) ? 0 : users;
}

/** One of each group of environments that were assessed as one: the first of them. */
function alikeOf(views: ReadonlyMap<number, PlaceView>): PlaceView[] {
  const seen = new Set<object>();
  return [...views.values()].filter(({ workflow }) => !seen.has(workflow) && seen.add(workflow));
}

function gather(kind: 'workflow' | 'application', views: readonly PlaceView[]): Candidate[] {
  const byNumber: (Candidate | undefined)[] = Array.from({ length: views[0]?.[kind].found.length ?? 0 });
  for (const view of views) {
    const { found, level, state } = view[kind];
    for (let number = 0; number < found.length; number += 1) {
      const each = at(found, number);
      if (each === finding.untouched) continue;
      const candidate = (byNumber[number] ??= blank(kind, number));
      if (each === finding.unknown) candidate.isUnknown = true;
      else if (each === finding.hit) improve(candidate, view, at(level, number) * 256 + at(state, number));
    }
  }
  return byNumber.filter((each) => each !== undefined);
}

/** Takes over where it is surer, and of equals worse; `rank` is level × 256 + state. */
function improve(candidate: Candidate, view: PlaceView, rank: number): void {
  if (rank >= candidate.level * 256 + candidate.state) return;
  candidate.level = rank >> 8;
  candidate.state = rank & 255;
  candidate.best = view;
}

function selfOf(view: PlaceView): Candidate[] {
  const { found, level, state } = view.self;
  if (found === finding.untouched) return [];
  const candidate = blank('environment', view.environment);
  candidate.isUnknown = found === finding.unknown;
  if (found === finding.hit) improve(candidate, view, level * 256 + state);
  return [candidate];
}

function blank(kind: ImpactKind, number: number): Candidate {
  return { kind, number, level: none, state: 0, isUnknown: false, best: null };
}

/** Customers by the environments in which they use what is touched. */
function customerCandidates(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  { level, state, use, works, unknown }: CustomerView,
): Candidate[] {
  const found: Candidate[] = [];
  for (let number = 0; number < level.length; number += 1) {
    const isUnknown = at(unknown, number) > 0;
    const isHit = at(level, number) < none;
    if (!isHit && !isUnknown && at(works, number) === 0) continue;
    const best = isHit ? (views.get(at(graph.uses.environment, at(use, number))) ?? null) : null;
    found.push({
      kind: 'customer',
      number,
      level: at(level, number),
      state: at(state, number),
      isUnknown,
      best,
    });
  }
  return found;
}
