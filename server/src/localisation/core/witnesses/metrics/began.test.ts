import { expect, test } from 'vitest';
import { emptyCase, type Series } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { beganAt } from './began.ts';

const minute = 60_000;

function began(values: readonly (number | null)[], alarmRow: number, usual: readonly number[] = []): number {
  const series: Series = {
    ...{ product: 'shop', role: 'latency', name: 'ms', usual },
    ...{ at: values.map((_, row) => row * 5 * minute), value: values },
  };
  const candidates = [{ id: 'shop', kind: 'product' as const }];
  const at = alarmRow * 5 * minute;
  const input = { ...emptyCase(candidates, [], at), series: [series] };
  const symptom = { ...input.symptom, product: 'shop', kind: 'latency' as const };
  return beganAt(readFacts({ ...input, symptom })) / (5 * minute);
}

const quiet = [10, 11, 10, 12, 9, 10, 11, 10, 10, 11];

test('an alarm that comes a row or two late is moved to where the rise began', () => {
  expect(began([10, 11, 90, 95, 92], 3)).toBe(2);
  expect(began([10, 11, 90, 95, 92], 4, quiet)).toBe(2);
  expect(began([10, 90, 91, 90, 95, 92], 4, quiet)).toBe(2);
  expect(began([10, 11, 30, 95, 30], 3)).toBe(2);
});

test('one in time stays, and so does one of which nothing tells', () => {
  expect(began([10, 11, 90, 95, 92], 2)).toBe(2);
  expect(began([10, 11, 10, 12, 11], 3)).toBe(3);
  expect(began([10, 11, null, 95, 92], 3)).toBe(3);
  expect(began([], 3)).toBe(3);
});
