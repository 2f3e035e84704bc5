import { expect, test } from 'vitest';
import type { HitState } from '@fieldmarshal/contract/impact';
import { assessHouse, graphOf, house, rowOf, suspicion } from '../testing-house.ts';
import { withDecisions } from './decided.ts';

const at = '2026-11-26T12:00:00.000Z';

function stateOf(decision: 'added' | 'confirmed', said: HitState, seen: HitState): string | undefined {
  const rows = assessHouse({ suspicions: [suspicion('search', 'eu')] }).rows.map((row) => ({
    ...row,
    state: seen,
  }));
  const made = { kind: 'customer', name: 'acme', title: 'Acme', state: said, decision } as const;
  const decisions = [{ ...made, reason: '', by: 'Mira', at }];
  return rowOf(withDecisions(rows, decisions, { now: at, graph: graphOf(house) }), 'customer', 'acme')?.state;
}

test('who adds what is listed already says how it is hit; what is seen to be worse counts', () => {
  expect(stateOf('added', 'down', 'degraded')).toBe('down');
  expect(stateOf('added', 'slow', 'down')).toBe('down');
});

test('who confirms what is listed confirms it, however it is seen by now', () => {
  expect(stateOf('confirmed', 'down', 'degraded')).toBe('degraded');
});
