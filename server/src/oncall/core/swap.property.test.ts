import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRange, anyRota } from '../testing/any-rota.ts';
import { shifts, type ScheduleRules, type Span } from './shifts.ts';
import { isAsLong, ofRota, returnsOf } from './swap.ts';

const people = ['ada', 'bo', 'cy', 'dee', 'eve'];
const share = fc.double({ min: 0, max: 1, noNaN: true });

const swapOf = (from: string, to: string, span: Span) => ({
  kind: 'replace' as const,
  user: to,
  replaces: from,
  start: new Date(span.from).toISOString(),
  end: new Date(span.to).toISOString(),
});

test('whatever is chosen of what can be given: both are swapped for all of it, nobody else moves, and nowhere are fewer on', () => {
  let found = 0;
  fc.assert(
    fc.property(anyRota, anyRange, share, share, (rules, within, where, part) => {
      const own = ofRota(rules, within).filter((shift) => shift.people.length > 0);
      const shift = own[Math.floor(where * (own.length - 1))];
      const [asker] = shift?.people ?? [];
      if (!shift || asker === undefined) return;
      const offered = {
        from: shift.from,
        to: shift.from + Math.ceil(((shift.to - shift.from) * (part + 0.1)) / 1.1),
      };
      for (const giver of people.filter((name) => name !== asker))
        for (const { whole, ...span } of returnsOf(rules, { asker, giver, offered, within })) {
          found += 1;
          const length = offered.to - offered.from;
          const from = whole ? span.from : span.from + Math.floor(part * (span.to - span.from - length));
          const given = { from, to: whole ? span.to : from + length };
          expect(isAsLong(rules, offered, given)).toBe(true);
          expect([given.from >= within.from, given.to <= within.to]).toEqual([true, true]);
          expectSwapped(rules, { asker, giver, offered, given, within });
        }
    }),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(200);
});

interface Swapped {
  asker: string;
  giver: string;
  offered: Span;
  given: Span;
  within: Span;
}

function expectSwapped(rules: ScheduleRules, { asker, giver, offered, given, within }: Swapped): void {
  const overrides = [...rules.overrides, swapOf(asker, giver, offered), swapOf(giver, asker, given)];
  const edges = [within.from, within.to, offered.from, offered.to, given.from, given.to].sort(
    (a, b) => a - b,
  );
  edges.slice(1).forEach((to, index) => {
    const span = { from: edges[index] ?? to, to };
    const isIn = (outer: Span) => outer.from <= span.from && span.to <= outer.to;
    const turned = (name: string): string => {
      if (isIn(offered) && name === asker) return giver;
      return isIn(given) && name === giver ? asker : name;
    };
    expect(
      shifts({ ...rules, overrides }, span).map((shift) => ({ ...shift, people: [...shift.people].sort() })),
    ).toEqual(
      shifts(rules, span).map((shift) => ({
        ...shift,
        people: shift.people.map((name) => turned(name)).sort(),
      })),
    );
  });
}
