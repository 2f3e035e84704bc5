import { describe, expect, test } from 'vitest';
import { isPagedBeside, makeBaton, nextTurn, turnBaton, type Baton, type BatonInput } from './baton.ts';
import { changesIn, seenAt, type Change } from './changes.ts';
import { planHandovers } from './plan.ts';

const minute = 60_000;
const change: Change = { endsAt: 1_000 * minute, at: 1_000 * minute, outgoing: ['ada'], incoming: ['bo'] };
const at = (minutes: number): number => change.at + minutes * minute;
const made = makeBaton(change, 15);
const time: BatonInput = { kind: 'time', next: ['zed'] };
const by = (kind: 'sign' | 'accept', person: string, standsIn = false): BatonInput => ({
  kind,
  person,
  standsIn,
});

type Steps = (readonly [BatonInput, number])[];

/** Status after these inputs, with what was told or refused along the way. */
function after(...steps: Steps): { baton: Baton; heard: string[] } {
  let baton = made;
  const heard: string[] = [];
  for (const [input, minutes] of steps) {
    const step = turnBaton(baton, input, at(minutes));
    if ('refused' in step) heard.push(step.refused);
    else {
      baton = step.baton;
      if (step.told) heard.push(step.told);
    }
  }
  return { baton, heard };
}

describe('a handover', () => {
  test.each<[string, Steps, string, string[]]>([
    ['waits before the change', [[time, -10]], 'prepared', []],
    ['is offered at the change', [[time, 0]], 'offered', ['offered']],
    [
      'is signed before the change',
      [
        [by('sign', 'ada'), -10],
        [time, 0],
      ],
      'signed',
      ['signed'],
    ],
    [
      'is accepted before the change',
      [
        [by('sign', 'ada'), -10],
        [by('accept', 'bo'), -5],
        [time, 20],
      ],
      'accepted',
      ['signed'],
    ],
    [
      'is not accepted unsigned',
      [
        [time, 0],
        [by('accept', 'bo'), 1],
      ],
      'offered',
      ['offered', 'unsigned'],
    ],
    [
      'is signed late',
      [
        [time, 0],
        [by('sign', 'ada'), 5],
        [by('accept', 'bo'), 6],
      ],
      'accepted',
      ['offered', 'signed'],
    ],
    [
      'escalates unsigned',
      [
        [time, 0],
        [time, 15],
        [time, 30],
      ],
      'escalated',
      ['offered', 'escalated'],
    ],
    [
      'escalates signed',
      [
        [by('sign', 'ada'), -1],
        [time, 0],
        [time, 15],
      ],
      'escalated',
      ['signed', 'escalated'],
    ],
    [
      'is accepted unsigned once escalated',
      [
        [time, 0],
        [time, 15],
        [by('accept', 'bo'), 16],
      ],
      'accepted',
      ['offered', 'escalated'],
    ],
    [
      'is accepted by who was told',
      [
        [time, 0],
        [time, 15],
        [by('accept', 'zed'), 16],
      ],
      'accepted',
      ['offered', 'escalated'],
    ],
    [
      'is not accepted by who was not told yet',
      [
        [by('sign', 'ada'), 0],
        [by('accept', 'zed'), 1],
      ],
      'signed',
      ['signed', 'not-yours'],
    ],
    ['is not signed by who comes', [[by('sign', 'bo'), -1]], 'prepared', ['not-yours']],
    ['is signed by a lead for others', [[by('sign', 'leo', true), -1]], 'signed', ['signed']],
    [
      'is signed twice as once',
      [
        [by('sign', 'ada'), -2],
        [by('sign', 'ada'), -1],
      ],
      'signed',
      ['signed'],
    ],
    [
      'is accepted twice as once',
      [
        [by('sign', 'ada'), -2],
        [by('accept', 'bo'), -1],
        [by('accept', 'bo'), 40],
      ],
      'accepted',
      ['signed'],
    ],
    [
      'is not signed after it was accepted unsigned',
      [
        [time, 0],
        [time, 15],
        [by('accept', 'bo'), 16],
        [by('sign', 'ada'), 17],
      ],
      'accepted',
      ['offered', 'escalated', 'over'],
    ],
    [
      'takes no signature once void',
      [
        [{ kind: 'void' }, -5],
        [by('sign', 'ada'), -4],
        [by('accept', 'bo'), 1],
        [time, 60],
      ],
      'void',
      ['void', 'void'],
    ],
    [
      'has its whole limit where nothing ran at the change',
      [
        [time, 500],
        [time, 514],
      ],
      'offered',
      ['offered'],
    ],
  ])('%s', (_, steps, status, heard) => {
    const found = after(...steps);
    expect([found.baton.status, found.heard]).toEqual([status, heard]);
  });

  test('keeps who leaves on the page list from the end of their shift until it is accepted', () => {
    expect(isPagedBeside(made, at(-1))).toBe(false);
    expect(isPagedBeside(made, at(0))).toBe(true);
    const { baton } = after([time, 0], [time, 15]);
    expect(isPagedBeside(baton, at(600))).toBe(true);
    expect(isPagedBeside(after([by('sign', 'ada'), 0], [by('accept', 'bo'), 1]).baton, at(1))).toBe(false);
  });

  test('is due at the change, then at its limit, then never', () => {
    expect(nextTurn(made)).toBe(change.at);
    expect(nextTurn(after([time, 0]).baton)).toBe(at(15));
    expect(nextTurn(after([time, 0], [time, 15]).baton)).toBeNull();
  });
});

const shift = (from: number, to: number, ...people: string[]) => ({ from, to, people });

describe('changes of who is on', () => {
  const seen = { at: 0, people: ['ada'], until: 0 };
  test.each<[string, Parameters<typeof changesIn>[1], string[]]>([
    ['none where the same person goes on', [shift(0, 9, 'ada')], []],
    ['one to the next', [shift(0, 5, 'ada'), shift(5, 9, 'bo')], ['5-5 ada>bo']],
    [
      'one over a hole, from its beginning',
      [shift(0, 5, 'ada'), shift(5, 7), shift(7, 9, 'bo')],
      ['5-7 ada>bo'],
    ],
    ['none over a hole to the same person', [shift(0, 5, 'ada'), shift(5, 7), shift(7, 9, 'ada')], []],
    ['one made by an edit since the last look', [shift(0, 9, 'bo')], ['0-0 ada>bo']],
    ['none where somebody joins', [shift(0, 5, 'ada'), shift(5, 9, 'ada', 'bo')], []],
    ['none where somebody leaves', [shift(0, 5, 'ada', 'bo'), shift(5, 9, 'ada')], []],
    ['of those who change only', [shift(0, 5, 'ada', 'cy'), shift(5, 9, 'bo', 'cy')], ['5-5 ada>bo']],
  ])('%s', (_, shifts, expected) => {
    const text = changesIn(seen, shifts).map(
      (each) => `${each.endsAt}-${each.at} ${each.outgoing.join()}>${each.incoming.join()}`,
    );
    expect(text).toEqual(expected);
  });

  test('the next look goes on from who was on last, also in a hole', () => {
    const shifts = [shift(0, 5, 'ada'), shift(5, 9), shift(9, 12, 'bo')];
    expect(seenAt(seen, shifts, 3)).toEqual({ at: 3, people: ['ada'], until: 3 });
    expect(seenAt(seen, shifts, 7)).toEqual({ at: 7, people: ['ada'], until: 5 });
    expect(seenAt(seen, shifts, 9)).toEqual({ at: 9, people: ['bo'], until: 9 });
  });
});

describe('the plan', () => {
  const plan = (changes: readonly Change[], known: readonly Baton[], now: number) =>
    planHandovers({ changes, known, now, prepareMs: 30 * minute });

  test('prepares in time, and says when', () => {
    expect(plan([change], [], at(-31))).toMatchObject({ make: [], nextAt: at(-30) });
    expect(plan([change], [], at(-30)).make).toEqual([{ change, late: false, heir: null }]);
    expect(plan([change], [made], at(-30)).make).toEqual([]);
  });

  test('makes one of many missed changes, the last, and marks it late', () => {
    const last = { ...change, at: at(60), endsAt: at(60), outgoing: ['bo'], incoming: ['cy'] };
    expect(plan([change, last], [], at(90)).make).toEqual([{ change: last, late: true, heir: null }]);
  });

  test('ends what does not come, and its note goes on with the same people', () => {
    const later = { ...change, at: at(20), endsAt: at(20) };
    expect(plan([later], [made], at(-10))).toMatchObject({
      end: [{ baton: made }],
      make: [{ change: later, heir: made }],
    });
  });

  test('ends an open one when the watch goes back within its limit, and nobody hands over', () => {
    const back = { ...change, at: at(3), endsAt: at(3), outgoing: ['bo'], incoming: ['ada'] };
    const open: Baton = { ...made, status: 'offered', limitAt: at(15) };
    expect(plan([back], [open], at(4))).toMatchObject({ end: [{ baton: open }], make: [] });
    expect(plan([back], [{ ...open, status: 'escalated' }], at(4)).make).toHaveLength(1);
  });
});
