import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shift } from '../../core/shifts.ts';
import { isOpen, makeBaton, nextTurn, turnBaton, type Baton, type BatonInput } from './baton.ts';
import { changesIn, isSameChange, seenAt, type Change, type Seen } from './changes.ts';
import { planHandovers } from './plan.ts';

const people = fc.constantFrom('ada', 'bo', 'cy', 'zed');
const input: fc.Arbitrary<BatonInput> = fc.oneof(
  fc.constant<BatonInput>({ kind: 'time', next: ['zed'] }),
  fc.record({
    kind: fc.constantFrom('sign' as const, 'accept' as const),
    person: people,
    standsIn: fc.constant(false),
  }),
);
const change: Change = { endsAt: 100, at: 100, outgoing: ['ada'], incoming: ['bo'] };

test('inputs twice, late and in any order: who is told is told once, and what is over stays over', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(input, fc.nat(3_000_000)), { maxLength: 30 }), (steps) => {
      let baton = makeBaton(change, 15);
      const told: string[] = [];
      let now = 0;
      for (const [each, passed] of steps) {
        now += passed;
        for (let times = 0; times < 2; times += 1) {
          const wasOpen = isOpen(baton);
          const step = turnBaton(baton, each, now);
          if ('refused' in step) continue;
          if (!wasOpen) expect(step.baton).toBe(baton);
          // The second of two equal inputs at one moment finds everything done.
          if (times === 1 && each.kind !== 'time') expect(step.baton).toBe(baton);
          baton = step.baton;
          if (step.told) told.push(step.told);
        }
        const dueAt = nextTurn(baton);
        if (isOpen(baton) && baton.status !== 'escalated') expect(dueAt).not.toBeNull();
      }
      expect(new Set(told).size).toBe(told.length);
    }),
  );
});

test('however unevenly one looks, each change gets one handover, and of those that passed between two looks the last does', () => {
  const turns = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.option(people)), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(turns, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), (lengths, pauses) => {
      const rota = rotaOf(lengths);
      let seen: Seen = { at: 0, people: rota[0]?.people ?? [], until: 0 };
      const all = changesIn(seen, rota);
      const known: Baton[] = [];
      let now = 0;
      for (const pause of [0, ...pauses]) {
        now += pause;
        const ahead = rota.flatMap((each) =>
          each.to > seen.at ? [{ ...each, from: Math.max(each.from, seen.at) }] : [],
        );
        const { make, end } = planHandovers({ changes: changesIn(seen, ahead), known, now, prepareMs: 10 });
        expect(end).toEqual([]);
        for (const each of make) known.push({ ...makeBaton(each.change, 15), status: 'accepted' });
        seen = seenAt(seen, ahead, now);
        const last = all.findLast(({ at }) => at <= now);
        if (last) expect(known.filter((each) => isSameChange(each, last))).toHaveLength(1);
      }
      for (const each of all)
        expect(known.filter((baton) => isSameChange(baton, each)).length).toBeLessThanOrEqual(1);
      expect(known.every((baton) => all.some((each) => isSameChange(each, baton)))).toBe(true);
    }),
  );
});

/** Turns that follow each other; of nobody: a hole. */
function rotaOf(lengths: readonly (readonly [number, string | null])[]): Shift[] {
  let from = 0;
  return lengths.map(([length, person]) => {
    const to = from + length;
    const turn = { from, to, people: person === null ? [] : [person] };
    from = to;
    return turn;
  });
}
