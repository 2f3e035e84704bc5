import { likelyFrom } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost, levelMax, levelOf, none } from '../levels.ts';
import { finding, type Findings } from './findings.ts';
import type { PlaceView } from './place.ts';

/** How each customer is hit, by number. */
export interface CustomerView {
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  /** The use that is hit most surely; −1: none. */
  readonly use: Int32Array;
  /** In how many of its uses it is known to work, or nothing is known. */
  readonly works: Uint16Array;
  readonly unknown: Uint16Array;
  /** Of what is likely hit; NaN where the catalog does not say. */
  readonly usersPerHour: Float64Array;
}

/** From applications in environments to who uses them there. Linear in uses. */
export function assessCustomers(graph: ImpactGraph, views: ReadonlyMap<number, PlaceView>): CustomerView {
  const view = startView(graph.customers.names.length);
  const { customer, application, environment, usersPerHour } = graph.uses;
  const places = graph.environments.names.map((_, number) => views.get(number)?.application);
  for (let use = 0; use < customer.length; use += 1) {
    const number = at(customer, use);
    const findings = places[at(environment, use)];
    const used = at(application, use);
    if (findings === undefined) continue;
    const found = at(findings.found, used);
    if (found === finding.works) count(view.works, number);
    else if (found === finding.unknown) count(view.unknown, number);
    else if (found === finding.hit && take(view, use, { number, findings, used }))
      addUsers(view, number, at(usersPerHour, use));
  }
  return view;
}

const likelyLevel = levelOf(likelyFrom);

interface Used {
  readonly number: number;
  readonly findings: Findings;
  readonly used: number;
}

/** Whether the use is likely hit. */
function take(view: CustomerView, use: number, { number, findings, used }: Used): boolean {
  const level = at(findings.level, used) + cost.step;
  const state = at(findings.state, used);
  if (level > levelMax) return false;
  const known = at(view.level, number);
  if (level < known || (level === known && state < at(view.state, number))) {
    view.level[number] = level;
    view.state[number] = state;
    view.use[number] = use;
  }
  return level <= likelyLevel;
}

function addUsers({ usersPerHour }: CustomerView, number: number, users: number): void {
  if (Number.isNaN(users)) return;
  const known = at(usersPerHour, number);
  usersPerHour[number] = Number.isNaN(known) ? users : known + users;
}

function startView(customers: number): CustomerView {
  return {
    level: new Uint8Array(customers).fill(none),
    state: new Uint8Array(customers),
    use: new Int32Array(customers).fill(-1),
    works: new Uint16Array(customers),
    unknown: new Uint16Array(customers),
    usersPerHour: new Float64Array(customers).fill(NaN),
  };
}

function count(counts: Uint16Array, number: number): void {
  counts[number] = at(counts, number) + 1;
}
