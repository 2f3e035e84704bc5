import { env } from 'node:process';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { anyRange as range, anyRota as rota } from '../testing/any-rota.ts';
import { slowOnCallAt } from '../testing/slow-schedule.ts';
import { onCallAt, shifts } from './shifts.ts';

const zoneOfProcess = env['TZ'];
afterEach(() => {
  if (zoneOfProcess === undefined) delete env['TZ'];
  else env['TZ'] = zoneOfProcess;
});

test('shifts tile what was asked for, in order, each different from the one before', () => {
  fc.assert(
    fc.property(rota, range, (rules, asked) => {
      const found = shifts(rules, asked);
      expect(found[0]?.from).toBe(asked.from);
      expect(found.at(-1)?.to).toBe(asked.to);
      found.forEach((shift, index) => {
        expect(shift.from).toBeLessThan(shift.to);
        const next = found[index + 1];
        if (!next) return;
        expect(next.from).toBe(shift.to);
        expect(next.people).not.toEqual(shift.people);
      });
    }),
    { numRuns: 300 },
  );
});

test('every moment has the people the rules name, and roster and pager agree', () => {
  fc.assert(
    fc.property(
      rota,
      range,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (rules, asked, shares) => {
        const found = shifts(rules, asked);
        const moments = [
          ...shares.map((share) => Math.floor(asked.from + share * (asked.to - 1 - asked.from))),
          ...found.slice(0, 10).flatMap((shift) => [shift.from, shift.to - 1]),
        ];
        for (const at of moments) {
          const shift = found.find((each) => each.from <= at && at < each.to);
          const expected = slowOnCallAt(rules, at);
          expect({ at, people: shift?.people }).toEqual({ at, people: expected });
          expect(onCallAt(rules, at)).toEqual(expected);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a question about a part gives that part of the answer', () => {
  fc.assert(
    fc.property(rota, range, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (rules, asked, share) => {
      const middle = Math.floor(asked.from + share * (asked.to - asked.from));
      const whole = shifts(rules, asked).filter((shift) => shift.to > middle);
      const part = shifts(rules, { from: middle, to: asked.to });
      expect(part).toEqual(whole.map((shift) => ({ ...shift, from: Math.max(shift.from, middle) })));
    }),
    { numRuns: 200 },
  );
});

test('answers do not depend on the zone of the process', () => {
  fc.assert(
    fc.property(rota, range, (rules, asked) => {
      env['TZ'] = 'Pacific/Kiritimati';
      const east = shifts(rules, asked);
      env['TZ'] = 'America/Los_Angeles';
      expect(shifts(rules, asked)).toEqual(east);
    }),
    { numRuns: 100 },
  );
});
