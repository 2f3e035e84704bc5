import { expect, test } from 'vitest';
import { orderFor } from '../testing/orders.ts';
import { openPast } from './past.ts';

const order = orderFor(['a.spec.ts', 'buys']);

test('what passes is steady, and after a failure or a flaky run not again for twenty passes', () => {
  for (const verdict of ['failed', 'flaky'] as const) {
    const past = openPast();
    expect(past.isSteady(order)).toBe(false);
    past.note(order, 'passed');
    expect(past.isSteady(order)).toBe(true);
    past.note(order, verdict);
    const steady = Array.from({ length: 20 }, () => {
      const isSteady = past.isSteady(order);
      past.note(order, 'passed');
      return isSteady;
    });
    expect(steady).toEqual(steady.map(() => false));
    expect(past.isSteady(order)).toBe(true);
  }
});

test('only after three runs without a pass has it never passed', () => {
  const past = openPast();
  const seen = Array.from({ length: 4 }, () => {
    const hasPassed = past.hasPassed(order);
    past.note(order, 'failed');
    return hasPassed;
  });
  expect(seen).toEqual([null, null, null, false]);
  past.note(order, 'flaky');
  expect(past.hasPassed(order)).toBe(true);
});
