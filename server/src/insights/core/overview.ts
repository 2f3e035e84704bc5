import {
  finders,
  timeMeasures,
  type Amount,
  type Overview,
  type Share,
} from '@fieldmarshal/contract/insights';
import { spreadOf } from './distribution.ts';
import { isOver, type Known } from './facts.ts';

export type Numbers = Omit<Overview, 'from' | 'to' | 'firstAssessment'>;

/** The numbers of a period beside those of as many days before it. Pure; titles of products and customers are put in by the caller. */
export function overviewOf(now: readonly Known[], before: readonly Known[]): Numbers {
  return {
    incidents: now.length,
    before: before.length,
    open: now.filter((one) => !isOver(one)).length,
    detectedBeforeUsers: share({ now, before }, () => true, isFoundFirst),
    foundBy: {
      check: now.filter(({ foundBy }) => foundBy === finders[0]).length,
      monitoring: now.filter(({ foundBy }) => foundBy === finders[1]).length,
      people: now.filter(({ foundBy }) => foundBy === finders[2]).length,
    },
    reviewed: share({ now, before }, isOver, ({ state }) => state === 'reviewed'),
    reopened: share({ now, before }, isOver, ({ reopened }) => reopened > 0),
    times: timeMeasures.map((measure) => {
      const { n, p50, p90 } = spreadOf(before.map(({ times }) => times[measure]));
      return { measure, ...spreadOf(now.map(({ times }) => times[measure])), before: { n, p50, p90 } };
    }),
    recurrence: recurrenceOf(now),
    impact: {
      userMinutes: Math.round(now.reduce((sum, { userMinutes }) => sum + (userMinutes ?? 0), 0)),
      known: now.filter(({ userMinutes }) => userMinutes !== null).length,
      byProduct: amounts(now.map((one) => [blamed(one) ?? '', one.userMinutes ?? 0] as const)),
      byCustomer: amounts(now.flatMap(({ customers }) => Object.entries(customers))),
    },
    rca: rcaOf(now),
    actions: actionsOf(now, before),
  };
}

/** Found by a machine before anybody said so. */
export function isFoundFirst({ foundBy }: Known): boolean {
  return foundBy !== 'people';
}

/** The product whose cause it was, else the one it was declared on. */
export function blamed({ cause, product }: Known): string | null {
  return cause?.kind === 'product' ? cause.name : product;
}

type Test = (one: Known) => boolean;

function share(
  { now, before }: { readonly now: readonly Known[]; readonly before: readonly Known[] },
  among: Test,
  is: Test,
): Share {
  const count = (all: readonly Known[]) => {
    const of = all.filter(among);
    return { part: of.filter(is).length, of: of.length };
  };
  return { ...count(now), before: count(before) };
}

interface Recurring {
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  n: number;
  last: number;
}

function recurrenceOf(now: readonly Known[]): Numbers['recurrence'] {
  const seen = new Map<string, Recurring>();
  let of = 0;
  for (const { cause, declaredAt } of now) {
    if (cause === null) continue;
    of += 1;
    const key = `${cause.kind}:${cause.name}`;
    const one = seen.get(key);
    if (one === undefined) seen.set(key, { ...cause, n: 1, last: declaredAt });
    else {
      one.n += 1;
      one.last = Math.max(one.last, declaredAt);
    }
  }
  const causes = [...seen.values()].filter(({ n }) => n > 1);
  return {
    of,
    repeats: causes.reduce((sum, { n }) => sum + n - 1, 0),
    causes: causes
      .toSorted((a, b) => b.n - a.n || b.last - a.last)
      .slice(0, listMax)
      .map(({ last, ...one }) => ({ ...one, lastAt: new Date(last).toISOString() })),
  };
}

const listMax = 50;

/** Most first; '' stands for not known. */
function amounts(parts: readonly (readonly [string, number])[]): Amount[] {
  const sums = new Map<string, { incidents: number; userMinutes: number }>();
  for (const [name, minutes] of parts) {
    if (minutes === 0) continue;
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, { incidents: 1, userMinutes: minutes });
    else {
      sum.incidents += 1;
      sum.userMinutes += minutes;
    }
  }
  return [...sums]
    .map(([name, { incidents, userMinutes }]) => ({
      ...{ name, title: name, incidents },
      userMinutes: Math.round(userMinutes),
    }))
    .toSorted((a, b) => b.userMinutes - a.userMinutes || a.name.localeCompare(b.name))
    .slice(0, listMax);
}

function rcaOf(now: readonly Known[]): Numbers['rca'] {
  const count = (...which: Known['rca'][]): number => now.filter(({ rca }) => which.includes(rca)).length;
  return {
    assessed: now.length - count('none'),
    flagged: count('waiting', 'accepted', 'dismissed', 'done', 'overdue'),
    accepted: count('accepted', 'done', 'overdue'),
    dismissed: count('dismissed'),
    waiting: count('waiting'),
    done: count('done'),
    overdue: count('overdue'),
  };
}

function actionsOf(now: readonly Known[], before: readonly Known[]): Numbers['actions'] {
  const sum = (name: keyof Known['actions']): number =>
    now.reduce((total, { actions }) => total + actions[name], 0);
  const [unfinished, done, dropped] = [sum('unfinished'), sum('done'), sum('dropped')];
  return {
    ...{ agreed: unfinished + done + dropped, unfinished, overdue: sum('overdue'), done, dropped },
    without: share(
      { now, before },
      isOver,
      ({ actions: { unfinished: u, done: d, dropped: x } }) => u + d + x === 0,
    ),
  };
}
