import { expect, test } from 'vitest';
import { FailureGate } from './failure-gate.ts';

const tries = (gate: FailureGate, address: string, nowMs: number, n: number): number =>
  Array.from({ length: n }, () => gate.take(address, nowMs)).filter(Boolean).length;

test('an address has fifty tries, and then five in each second', () => {
  const gate = new FailureGate();
  expect(tries(gate, '192.0.2.1', 0, 10_000)).toBe(50);
  expect(tries(gate, '192.0.2.1', 1_000, 10_000)).toBe(5);
  expect(tries(gate, '192.0.2.1', 3_600_000, 10_000)).toBe(50);
});

test('one address takes nothing from another; an IPv6 network is one', () => {
  const gate = new FailureGate();
  tries(gate, '2001:db8::1', 0, 100);
  expect(tries(gate, '2001:db8::2', 0, 1)).toBe(0);
  expect(tries(gate, '2001:db8:0:1::1', 0, 1)).toBe(1);
  expect(tries(gate, '192.0.2.1', 0, 1)).toBe(1);
});

test('a good key costs no try, and a clock that jumps back gives none', () => {
  const gate = new FailureGate();
  for (let n = 0; n < 1_000; n += 1) {
    expect(gate.take('192.0.2.1', 0)).toBe(true);
    gate.giveBack('192.0.2.1');
  }
  tries(gate, '192.0.2.1', 10_000, 100);
  expect(tries(gate, '192.0.2.1', -1_000_000, 1)).toBe(0);
});

test('what it remembers is bounded', () => {
  const gate = new FailureGate();
  tries(gate, 'first', 0, 50);
  for (let n = 0; n < 20_000; n += 1) gate.take(`a${n}`, 0);
  expect(tries(gate, 'first', 0, 1)).toBe(1);
});
