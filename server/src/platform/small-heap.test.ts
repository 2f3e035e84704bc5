import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { SmallHeap } from './small-heap.ts';

const heap = new SmallHeap(1_000);
afterEach(() => heap.end());

test('work that grows large begins with a collection of everything that was let go of', async () => {
  const old = new WeakRef({ text: 'let go of' });
  // What was looked at stays until the job that did so is over.
  await setImmediate();
  heap.note(600);
  heap.note(600);
  await setImmediate();
  expect(old.deref()).toBeUndefined();
});
