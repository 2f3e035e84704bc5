import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { escalate } from './escalate.ts';
import { escalationState } from './escalation-state.ts';

const stored = (version: number | string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/state-${version}.json`, import.meta.url), 'utf8'));

const world = (now: number) => ({
  now,
  turns: new Map(),
  reach: () => [
    {
      person: 'cy',
      why: 'member of team edge',
      team: 'edge',
      methods: [{ channel: 'email' as const, destination: 'cy@example.org', afterMs: 0 }],
    },
  ],
});

test('an escalation stored in the first form goes on where it was', () => {
  const state = escalationState.parse(stored(1));
  const { effects } = escalate(state, { kind: 'timer' }, world(1_764_000_300_000));
  expect(effects).toMatchObject([{ kind: 'ring', ring: 'r0s1', person: 'cy' }]);
});

test('an escalation stored in the first form still knows which ways it has tried', () => {
  const state = escalationState.parse(stored(1));
  const failed = { kind: 'receipt', person: 'ada', ring: 'r0s0', outcome: 'failed' } as const;
  expect(escalate(state, { ...failed, method: 0 }, world(0)).effects).toEqual([]);
  expect(escalate(state, { ...failed, method: 1 }, world(0)).effects).toMatchObject([
    { person: 'ada', method: 2, destination: 'ada@home.example' },
  ]);
});

test('a state from before shadows were known has none', () => {
  const known = z.looseObject({}).parse(stored(2));
  expect(escalationState.parse(known)).toEqual({ ...known, shadows: {} });
});

test('the form of today reads back as it is', () => {
  expect(escalationState.parse(stored('2-shadows'))).toEqual(stored('2-shadows'));
});
