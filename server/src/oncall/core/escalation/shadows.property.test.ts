import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escalate, nextAt, startEscalating } from './escalate.ts';
import { escalationState, type EscalationState } from './escalation-state.ts';
import type { Effect, Input, Ring, Shadow, ShadowRing, Step, World } from './machine.ts';
import { policy, worldAt } from './testing-walks.ts';

const people = ['ada', 'bo', 'cy', 'dee', 'eve', 'fay', 'tea', 'tom'] as const;
type Assigned = readonly { readonly trainee: string; readonly of: string; readonly leads: boolean }[];

/** Trainees who may also be asked for themselves, who shadow several, and whom several shadow. */
const assigned: fc.Arbitrary<Assigned> = fc.array(
  fc.record({
    trainee: fc.constantFrom(...people),
    of: fc.constantFrom(...people.slice(0, 6)),
    leads: fc.boolean(),
  }),
  { maxLength: 6 },
);

const event = fc.record({
  what: fc.constantFrom(
    'timer',
    'timer',
    'receipt',
    'receipt',
    'shadow',
    'decline',
    'severity',
    'acknowledged',
  ),
  pick: fc.nat(1_000),
  outcome: fc.constantFrom<'failed' | 'delayed'>('failed', 'delayed'),
});

function withShadows(now: number, list: Assigned): World {
  return {
    ...worldAt(now),
    shadowsOf: (person) =>
      list.filter(({ of, trainee }) => of === person && trainee !== person).map(shadowOf),
  };
}

function shadowOf({ trainee, leads }: Assigned[number]): Shadow {
  const methods = ['one', 'two'].map((way) => ({
    channel: 'email' as const,
    destination: `${trainee}-${way}`,
  }));
  return { person: trainee, methods: trainee === 'tom' ? [] : methods, why: 'shadow', leads };
}

function apart(step: Step): {
  state: Omit<EscalationState, 'shadows'>;
  effects: Effect[];
  beside: ShadowRing[];
} {
  const { shadows: _, ...state } = step.state;
  const isBeside = (effect: Effect): effect is ShadowRing => effect.kind === 'shadow-ring';
  return {
    state,
    effects: step.effects.filter((effect) => !isBeside(effect)),
    beside: step.effects.filter(isBeside),
  };
}

/** Input of people and messages of both kinds; news of shadows is news only where there are any. */
function inputOf(
  { what, pick, outcome }: { what: string; pick: number; outcome: 'failed' | 'delayed' },
  seen: Seen,
): Input {
  const all = [...seen.rings, ...seen.beside];
  const ring = all[pick % Math.max(1, all.length)];
  if (what === 'receipt' && ring)
    return { kind: 'receipt', person: ring.person, ring: ring.ring, method: ring.method, outcome };
  if (what === 'shadow') return { kind: 'shadow-answered', person: people[pick % people.length] ?? 'tea' };
  if (what === 'decline' && ring) return { kind: 'declined', person: ring.person, ring: ring.ring };
  if (what === 'severity')
    return { kind: 'severity', severity: (['SEV1', 'SEV3'] as const)[pick % 2] ?? null };
  return { kind: what === 'acknowledged' && pick % 5 === 0 ? 'acknowledged' : 'timer' };
}

interface Seen {
  readonly rings: Ring[];
  readonly beside: ShadowRing[];
}

/** What is said of a step with shadows, seen beside the same step without any. */
function check(before: EscalationState, pair: { withThem: Step; without: Step }, seen: Seen): void {
  const { withThem, without } = pair;
  const found = apart(withThem);
  deepStrictEqual(found.state, apart(without).state, 'a shadow changed the escalation');
  deepStrictEqual(found.effects, apart(without).effects, 'a shadow changed who is rung');
  seen.rings.push(...found.effects.filter((effect) => effect.kind === 'ring'));
  seen.beside.push(...found.beside);
  for (const ring of found.beside) {
    ok(before.status !== 'stopped', 'a shadow was rung after a stop');
    const isWith = seen.rings.some((each) => each.person === ring.of && `${each.ring}b` === ring.ring);
    ok(isWith, 'a shadow was rung without whom they shadow');
    ok(ring.person !== ring.of, 'somebody shadows themselves');
  }
  const names = seen.beside.map((ring) => `${ring.ring} ${ring.person} ${ring.method}`);
  ok(new Set(names).size === names.length, 'a shadow was rung twice by one way in one step');
}

/** The same walk twice, with and without shadows: thousands of times nothing differs but who is rung beside. */
test('with any shadows an escalation goes exactly as it would without them', { timeout: 60_000 }, () => {
  let shadowed = 0;
  const run = fc.check(
    fc.property(policy, assigned, fc.array(event, { maxLength: 40 }), (chain, list, events) => {
      let now = 1_000_000;
      const seen: Seen = { rings: [], beside: [] };
      let without = startEscalating(chain, 'SEV2', worldAt(now));
      let withThem = startEscalating(chain, 'SEV2', withShadows(now, list));
      check({ ...withThem.state, status: 'paging' }, { withThem, without }, seen);
      for (const each of events) {
        if (each.what === 'timer') now = Math.max(now, nextAt(without.state) ?? now) + (each.pick % 500);
        const input = inputOf(each, seen);
        const before = withThem.state;
        withThem = escalate(before, input, withShadows(now, list));
        const isOfShadow = input.kind === 'receipt' && input.ring.endsWith('b');
        without = isOfShadow
          ? { state: without.state, effects: [] }
          : escalate(without.state, input, worldAt(now));
        check(before, { withThem, without }, seen);
        const stored: unknown = JSON.parse(JSON.stringify(withThem.state));
        deepStrictEqual(escalationState.parse(stored), stored, 'reads back otherwise');
      }
      shadowed += seen.beside.length;
    }),
    { numRuns: 3_000 },
  );
  expect(run.failed && [String(run.errorInstance), fc.defaultReportMessage(run)]).toBe(false);
  expect(shadowed).toBeGreaterThan(1_000);
});
