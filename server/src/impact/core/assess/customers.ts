import { likelyFrom } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost, levelMax, levelOf, none } from '../levels.ts';
import { finding, type PlaceView } from './place.ts';

/** How each customer is hit, by number. */
export interface CustomerView {
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  /** The use that is hit most surely; −1: none. */
  readonly use: Int32Array;
  readonly hits: Uint16Array;
  readonly works: Uint16Array;
  readonly unknown: Uint16Array;
  /** Applications in environments that the customer uses. */
  readonly uses: Uint16Array;
  /** Of what is likely hit; NaN where the catalog does not say. */
  readonly usersPerHour: Float64Array;
}

/** From applications in environments to who uses them there. Linear in uses. */
export function assessCustomers(graph: ImpactGraph, views: ReadonlyMap<number, PlaceView>): CustomerView {
  const view = startView(graph.customers.names.length);
  const { customer, application, environment, usersPerHour } = graph.uses;
  for (let use = 0; use < customer.length; use += 1) {
    const number = at(customer, use);
    count(view.uses, number);
    const place = views.get(at(environment, use));
    const used = at(application, use);
    const found = place?.application.found[used] ?? finding.untouched;
    if (place === undefined || found === finding.untouched) continue;
    if (found === finding.works) count(view.works, number);
    else if (found === finding.unknown) count(view.unknown, number);
    else
      take(view, number, {
        level: at(place.application.level, used) + cost.step,
        state: at(place.application.state, used),
        use,
        users: at(usersPerHour, use),
      });
  }
  return view;
}

const likelyLevel = levelOf(likelyFrom);

interface Hit {
  readonly level: number;
  readonly state: number;
  readonly use: number;
  readonly users: number;
}

function take(view: CustomerView, number: number, { level, state, use, users }: Hit): void {
  if (level > levelMax) return;
  count(view.hits, number);
  if (level <= likelyLevel && !Number.isNaN(users)) {
    const known = at(view.usersPerHour, number);
    view.usersPerHour[number] = Number.isNaN(known) ? users : known + users;
  }
  const known = at(view.level, number);
  if (level > known || (level === known && state >= at(view.state, number))) return;
  view.level[number] = level;
  view.state[number] = state;
  view.use[number] = use;
}

function startView(customers: number): CustomerView {
  return {
    level: new Uint8Array(customers).fill(none),
    state: new Uint8Array(customers),
    use: new Int32Array(customers).fill(-1),
    hits: new Uint16Array(customers),
    works: new Uint16Array(customers),
    unknown: new Uint16Array(customers),
    uses: new Uint16Array(customers),
    usersPerHour: new Float64Array(customers).fill(NaN),
  };
}

function count(counts: Uint16Array, number: number): void {
  counts[number] = at(counts, number) + 1;
}
