import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { firstRunId, runId } from './run-id.ts';

const moment = fc.integer({ min: 0, max: 2 ** 47 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

test('ids are UUIDs of version 7 that sort by time', () => {
  fc.assert(
    fc.property(moment, moment, random, (a, b, bytes) => {
      const [one, two] = [runId(a, bytes), runId(b, bytes)];
      expect(z.uuid().parse(one)).toBe(one);
      expect(one[14]).toBe('7');
      if (a !== b) expect(one < two).toBe(a < b);
      expect(firstRunId(a) <= one).toBe(true);
      if (a > b) expect(firstRunId(a) > two).toBe(true);
    }),
  );
});
