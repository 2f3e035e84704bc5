import { describe, expect, it } from 'vitest';
import { answeringOf, comesBetween, mayAmbush, turnAt } from './ambush.ts';

const free = { consent: 'outside-quiet-hours', isQuiet: false, isBusy: false, ways: 1 } as const;

describe('somebody is tested', () => {
  it.each([
    [{}, true],
    [{ consent: 'no' }, false],
    [{ isQuiet: true }, false],
    [{ isQuiet: true, consent: 'any-time' }, true],
    [{ isBusy: true, consent: 'any-time' }, false],
    [{ ways: 0 }, false],
  ] as const)('with %j: %s', (part, may) => {
    expect(mayAmbush({ ...free, ...part })).toBe(may);
  });
});

describe('a test that waits for its answer', () => {
  const waits = { consent: 'outside-quiet-hours', isQuiet: false, isBusy: false, isBurning: false } as const;
  it.each([
    [{}, null],
    [{ isBurning: true }, 'A SEV1 began meanwhile.'],
    [{ isBusy: true }, 'They were paged, or led an incident, meanwhile.'],
    [{ isQuiet: true }, 'Their quiet hours began meanwhile.'],
    [{ isQuiet: true, consent: 'any-time' }, null],
  ] as const)('with %j: %s', (part, why) => {
    expect(comesBetween({ ...waits, ...part })).toBe(why);
  });
});

describe('a turn', () => {
  const day = 86_400_000;
  const now = 100 * day;
  const look = { now, everyDays: 10, chance: 0.5, may: true };

  it.each([
    ['is drawn within the days first', null, look, { test: false, dueAt: now + 5 * day }],
    ['waits until it is due', now + 1, look, { test: false, dueAt: now + 1 }],
    ['is taken when it is due, and the next drawn', now, look, { test: true, dueAt: now + 10 * day }],
    [
      'is drawn anew within half a day where they may not be tested',
      now,
      { ...look, may: false },
      { test: false, dueAt: now + day / 4 },
    ],
    [
      'is drawn anew where it passed while they were not on, so that none comes as a watch begins',
      now - 11 * 60_000,
      look,
      { test: false, dueAt: now + day / 4 },
    ],
  ] as const)('%s', (_, dueAt, at, then) => {
    expect(turnAt(dueAt, at)).toEqual(then);
  });
});

describe('answering', () => {
  const answered = (ms: number) => ({ state: 'answered', ms }) as const;

  it('counts a missed test as the time it was waited for, and says nothing of two', () => {
    expect(answeringOf([answered(10), { state: 'missed', ms: 900 }, answered(30)])).toEqual({
      ...{ tested: 3, answered: 2, medianMs: 30, p90Ms: 900 },
    });
    expect(answeringOf([answered(10), answered(20)])).toEqual({
      ...{ tested: 2, answered: 2, medianMs: null, p90Ms: null },
    });
  });
});
