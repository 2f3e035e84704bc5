import { expect, test } from 'vitest';
import { kinds } from './fault.ts';
import { incidents } from './incident.ts';

const once = [...incidents(7, kinds.length)];

test('the same seed gives the same incidents, another seed gives others', () => {
  expect([...incidents(7, 2)]).toEqual(once.slice(0, 2));
  expect([...incidents(8, 1)][0]?.input).not.toEqual(once[0]?.input);
});

test('every kind of fault comes in turn, as a failed run whose cause is a candidate', () => {
  expect(once.map(({ kind }) => kind)).toEqual(kinds);
  for (const { input, causes } of once) {
    const known = new Set(input.candidates.map(({ id }) => id));
    expect(causes.length).toBeGreaterThan(0);
    expect(causes.filter((cause) => !known.has(cause))).toEqual([]);
    expect(input.step).not.toBeNull();
    expect(input.runs.some(({ passed }) => !passed)).toBe(true);
  }
});

test('a cause without telemetry sends neither spans nor measurements nor alerts', () => {
  const silent = once.find(({ kind }) => kind === 'cause without telemetry');
  const [cause] = silent?.causes ?? [];
  expect(cause).toBeDefined();
  expect(silent?.input.now.spans?.product).not.toContain(cause);
  expect(silent?.input.series.map(({ product }) => product)).not.toContain(cause);
  expect(silent?.input.alerts.map(({ product }) => product)).not.toContain(cause);
});
