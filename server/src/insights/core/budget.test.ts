import { describe, expect, it } from 'vitest';
import { budgetOf, type RunHour } from './budget.ts';

const hour = 3_600_000;
const now = Date.parse('2026-11-26T12:30:00Z');
/** The runs of the hour that began so many hours before this one did. */
const ago = (hours: number, good: number, bad: number, notCounted = 0): RunHour => ({
  ...{ at: Date.parse('2026-11-26T12:00:00Z') - hours * hour, good, bad, notCounted },
});
const objective = { objective: 0.99, windowDays: 28 };

describe('an error budget counted by hand', () => {
  // 1,000 runs in the window: 10 may fail, 4 did. One failed in this hour (of 20), three yesterday; what is older than 28 days is gone.
  const hours = [ago(0, 19, 1, 5), ago(24, 97, 3), ago(200, 880, 0), ago(28 * 24 + 1, 0, 500)];
  const budget = budgetOf(hours, objective, now);

  it('is what may fail without what did', () => {
    expect(budget).toMatchObject({ good: 996, bad: 4, notCounted: 5, reached: 0.996 });
    expect(budget.allowed).toBeCloseTo(10);
    expect(budget.left).toBeCloseTo(0.6);
  });

  it('burns as fast as runs failed lately, by what may fail', () => {
    // 1 of 20 is 5 %, five times what may; 4 of 120 in three days is 3.33 %.
    expect(budget.burn.hour).toMatchObject({ bad: 1, of: 20 });
    expect(budget.burn.hour.rate).toBeCloseTo(5);
    expect(budget.burn.sixHours.rate).toBeCloseTo(5);
    expect(budget.burn.threeDays.rate).toBeCloseTo(10 / 3);
  });

  it('is spent, at that rate, in 0.6 / 3.33 of 28 days', () => {
    expect(budget.spentInHours).toBeCloseTo(0.18 * 28 * 24);
  });

  it('is shown by day', () => {
    expect(budget.days).toEqual([
      { day: '2026-11-18', good: 880, bad: 0 },
      { day: '2026-11-25', good: 97, bad: 3 },
      { day: '2026-11-26', good: 19, bad: 1 },
    ]);
  });
});

it('says nothing where nothing ran', () => {
  expect(budgetOf([], objective, now)).toMatchObject({
    reached: null,
    left: null,
    spentInHours: null,
    bad: 0,
  });
  expect(budgetOf([ago(1, 0, 0, 9)], objective, now)).toMatchObject({ left: null, notCounted: 9 });
});

it('is below zero where more failed than may, and then it is spent', () => {
  const budget = budgetOf([ago(2, 98, 2)], objective, now);
  expect(budget.left).toBeCloseTo(-1);
  expect(budget.spentInHours).toBe(0);
});

it('lasts longer than a window where nothing failed lately', () => {
  expect(budgetOf([ago(100, 995, 5), ago(1, 10, 0)], objective, now)).toMatchObject({ spentInHours: null });
});
