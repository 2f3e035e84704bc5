import { expect, test } from 'vitest';
import { admission, afterAttempt, closedCircuit, type Circuit } from './circuit.ts';
import { nextAttemptAt } from './retry.ts';

const createdAt = new Date('2026-11-24T00:00:00Z');
const wait = (
  attempts: number,
  parts: { retryAfterMs?: number; afterMs?: number; chance?: number } = {},
): number | null => {
  const now = new Date(createdAt.getTime() + (parts.afterMs ?? 0));
  const { retryAfterMs, chance = 0.5 } = parts;
  const at = nextAttemptAt({ attempts, retryAfterMs, createdAt, now, chance });
  return at === null ? null : (at.getTime() - now.getTime()) / 1000;
};

test('waits longer after each attempt, but never so long that a receiver that is back waits for two minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 500].map((attempts) => wait(attempts))).toEqual([1, 2, 4, 8, 15, 30, 30, 30]);
  expect([wait(6, { chance: 0 }), wait(6, { chance: 1 })]).toEqual([24, 36]);
});

test('waits as long as the receiver asks, up to a minute', () => {
  expect(wait(1, { retryAfterMs: 20_000 })).toBe(20);
  expect(wait(1, { retryAfterMs: 3_600_000 })).toBe(60);
});

test('gives up after six hours', () => {
  expect(wait(300, { afterMs: 6 * 3_600_000 })).toBe(30);
  expect(wait(300, { afterMs: 6 * 3_600_000 + 1 })).toBeNull();
});

const failing = (circuit: Circuit, nowMs: number): Circuit =>
  afterAttempt(circuit, { answered: false, detail: 'no', nowMs });

test('a circuit opens after five silences in a row, lets one attempt through after 20 s, and closes with any answer', () => {
  let circuit = closedCircuit;
  for (let count = 1; count < 5; count += 1) circuit = failing(circuit, 0);
  expect(admission(circuit, 0)).toBe('closed');
  circuit = failing(circuit, 0);
  expect(admission(circuit, 19_999)).toBe('open');
  expect(admission(circuit, 20_000)).toBe('probe');
  expect(admission(failing(circuit, 20_000), 30_000)).toBe('open');
  expect(afterAttempt(circuit, { answered: true, detail: '410', nowMs: 20_000 })).toBe(closedCircuit);
});
