import { expect, test } from 'vitest';
import { parseObject } from './new-object.ts';

test('what is nested ten thousand deep is refused with a sentence', () => {
  let deep: unknown = [];
  for (let count = 0; count < 10_000; count += 1) deep = [deep];
  const draft = {
    kind: 'Product',
    metadata: { name: 'checkout' },
    spec: { owner: 't', extra: deep },
  } as const;
  const parsed = parseObject({ ...draft, origin: { from: 'api' } });
  expect('faults' in parsed && parsed.faults.map(({ message }) => message)).toContain('is nested too deep');
});
