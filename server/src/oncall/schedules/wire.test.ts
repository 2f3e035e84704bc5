import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iso } from './wire.ts';

test('an instant is told as Date tells it, in whatever order and year', () => {
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(1969, 0), max: Date.UTC(2100, 0) }),
    fc.integer({ min: -500, max: 60_000 }).map((minutes) => minutes * 60_000),
  );
  fc.assert(
    fc.property(fc.array(instants), (list) => {
      expect(list.map(iso)).toEqual(list.map((at) => new Date(at).toISOString()));
    }),
  );
});
