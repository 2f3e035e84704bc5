import type { Series, SeriesRole } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { clamp, finite, largest, median, saturate, sum } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { beganAt } from './began.ts';
import { deviation, firstRow, type Deviation } from './series.ts';

interface Lost {
  readonly seen: Deviation;
  /** Time or requests lost since the symptom: excess times load. */
  readonly mass: number;
}

/**
 * Time lost, and requests failed, by product: what a product lost beyond what the products it calls lost began there. A callee's loss
 * explains its callers'; the reverse never holds. Where a callee is not measured, the loss may be its own: it is shared with the callee.
 */
export const lostTime: Witness = {
  name: 'lost-time',
  travels: true,
  testify: (facts) => testify(facts, 'latency', 'takes longer'),
};

export const lostRequests: Witness = {
  name: 'lost-requests',
  travels: true,
  testify: (facts) => testify(facts, 'errors', 'fails more'),
};

function testify(facts: Facts, role: SeriesRole, verb: string): Testimony[] {
  const { kind } = facts.case.symptom;
  if (kind !== null && kind !== role) return [];
  const lost = lostBy(facts, role);
  const symptom = lost.get(facts.index.get(facts.case.symptom.product ?? '') ?? -1)?.seen ?? null;
  const own = new Map(
    [...lost].map(([product, loss]) => [product, ownLoss(facts, lost, product) * pace(loss.seen, symptom)]),
  );
  const total = sum([...own.values()]);
  if (total <= 0) return [];
  const witness = role === 'latency' ? 'lost-time' : 'lost-requests';
  const silent = silentCallees(facts);
  const unmeasured = new Map<number, number>();
  const measured = [...lost].map(([candidate, { seen }]): Testimony => {
    const share = (own.get(candidate) ?? 0) / total;
    const callees = (facts.graph.callees[candidate] ?? []).filter(
      (callee) => !lost.has(callee) && silent.has(callee),
    );
    const full = clamp(share * Math.log1p(Math.max(0, seen.rise)) * 2 * pace(seen, symptom), 0, 10);
    const llr = callees.length === 0 ? full : full * 0.6;
    for (const callee of callees) unmeasured.set(callee, Math.max(unmeasured.get(callee) ?? 0, full * 0.4));
    return { witness, candidate, llr, sentence: share > 0.05 ? sentenceOf(share, verb, seen) : nothingOwn };
  });
  const shared = [...unmeasured].map(([candidate, llr]): Testimony => ({
    witness,
    candidate,
    llr,
    sentence: callersLose,
  }));
  return [...measured, ...shared];
}

/** Candidates that others call, by their spans, and that send neither spans nor measurements. */
function silentCallees({ now, usual }: Facts): Set<number> {
  const called = new Set([...now.peer, ...usual.peer]);
  for (const product of [...now.product, ...usual.product]) called.delete(product);
  return called;
}

const nothingOwn = 'What it loses is accounted for by the products it calls, or is nothing unusual.';
const callersLose =
  'It is not measured itself, and what calls it loses more than its other callees account for.';

function sentenceOf(share: number, verb: string, { peak, level }: Deviation): string {
  return `${Math.round(share * 100)} % of what is lost begins here: it ${verb} (${figure(peak)}, usually ${figure(level)}) and the measured products it calls do not account for it.`;
}

/** How far a loss rises and falls with that of the symptom, 0.3..1: what keeps no pace with it is another story. */
function pace(seen: Deviation, symptom: Deviation | null): number {
  if (symptom === null || seen.excess.length !== symptom.excess.length) return 1;
  const square = (values: readonly number[]) => sum(values.map((value) => value * value));
  const both = sum(seen.excess.map((value, row) => value * (symptom.excess[row] ?? 0)));
  const size = Math.sqrt(square(seen.excess) * square(symptom.excess));
  return 0.3 + (size > 0 ? 0.7 * (both / size) : 0);
}

function lostBy(facts: Facts, role: SeriesRole): Map<number, Lost> {
  const load = loadBy(facts);
  const lost = new Map<number, Lost>();
  for (const series of facts.case.series) {
    const product = series.role === role ? facts.index.get(series.product) : undefined;
    const seen = product === undefined ? null : deviation(series, beganAt(facts));
    if (product === undefined || seen === null) continue;
    const mass = massOf(seen, series.at.slice(firstRow(series, beganAt(facts))), load.get(series.product));
    const known = lost.get(product);
    const isMore =
      known === undefined || mass > known.mass || (mass === known.mass && seen.rise > known.seen.rise);
    if (isMore) lost.set(product, { seen, mass });
  }
  return lost;
}

/** How much is asked of each product; where several series say it, the one that says most. */
function loadBy(facts: Facts): Map<string, Series> {
  const load = new Map<string, Series>();
  const total = (series: Series | undefined) =>
    series === undefined ? -Infinity : sum(finite(series.value));
  for (const series of facts.case.series)
    if (series.role === 'load' && total(series) > total(load.get(series.product)))
      load.set(series.product, series);
  return load;
}

function massOf(seen: Deviation, since: readonly number[], load: Series | undefined): number {
  const asked = finite(load?.value ?? []);
  // Where a row does not say how much was asked, as much as usual was.
  const usually = asked.length === 0 ? 1 : median(asked);
  const requests = new Map(load?.at.map((at, row) => [at, load.value[row]]));
  const masses = seen.excess.map((excess, row) => {
    const count = requests.get(since[row] ?? 0) ?? usually;
    return excess * (Number.isFinite(count) ? count : usually);
  });
  return sum(masses) * saturate(seen.rise, 4);
}

function ownLoss(facts: Facts, lost: ReadonlyMap<number, Lost>, product: number): number {
  const mass = lost.get(product)?.mass ?? 0;
  const callees = facts.graph.callees[product] ?? [];
  const explained = Math.max(0, largest(callees.map((callee) => lost.get(callee)?.mass ?? 0)));
  const isReached = facts.away[product] !== Infinity;
  return Math.max(0, mass - explained) * (isReached ? 1 : 0.1);
}

function figure(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'not known' : String(Number(value.toPrecision(3)));
}
