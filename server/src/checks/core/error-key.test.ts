import { expect, test } from 'vitest';
import { errorKey } from './error-key.ts';

test.each([
  ['expected 200, got 502 after 31 ms', 'expected 200, got 502 after 1204 ms', true],
  ['GET https://eu.example/pay failed', 'GET https://us.example/pay failed', true],
  ["locator('#a1b2c3d4e5f6') not found", "locator('#ffeeddccbbaa') not found", true],
  ['connection refused\n  at x.ts:1', 'connection refused\n  at y.ts:9', true],
  ['GET https://eu.example/pay failed', 'GET https://eu.example/refund failed', false],
  ['connection refused', 'connection reset', false],
])('%s and %s are the same fault: %s', (one, two, same) => {
  expect(errorKey(one) === errorKey(two)).toBe(same);
});
