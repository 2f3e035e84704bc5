import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applies } from './applies.ts';
import { escalate, nextAt, startEscalating } from './escalate.ts';
import { chainOf, escalationState, type EscalationState } from './escalation-state.ts';
import type { Effect, Input } from './machine.ts';
import { policy, worldAt } from './testing-walks.ts';
import { groupOf } from './walk.ts';

/**
 * A small world of people, channels and timers, run by a seed: messages succeed, fail, are delayed, their receipts come late, twice or
 * not at all; timers are lost, repeated and early; the sweep finds overdue steps. What must hold is checked after every event.
 */
type Chaos =
  | 'timer'
  | 'early'
  | 'acknowledge'
  | 'decline'
  | 'stop'
  | 'receipt'
  | 'again'
  | 'sweep'
  | 'severity'
  | 'activity';
const event = fc.record({
  what: fc.constantFrom<Chaos>(
    'timer',
    'early',
    'timer',
    'decline',
    'receipt',
    'receipt',
    'receipt',
    'again',
    'sweep',
    'severity',
    'activity',
  ),
  pick: fc.nat(1_000),
  outcome: fc.constantFrom<'failed' | 'delayed'>('failed', 'failed', 'delayed'),
});
const ending = fc.record({ at: fc.nat(40), what: fc.constantFrom<Chaos>('acknowledge', 'stop') });

interface Seen {
  readonly rings: Extract<Effect, { kind: 'ring' }>[];
  readonly exhausted: boolean[];
}

interface Moment {
  readonly input: Input;
  readonly now: number;
  readonly seen: Seen;
}

function check(before: EscalationState, { input, now, seen }: Moment): EscalationState {
  const { state, effects } = escalate(before, input, worldAt(now));
  const rings = effects.filter((effect) => effect.kind === 'ring');
  const mayRing =
    before.status === 'paging' ||
    (before.status === 'exhausted' && input.kind === 'severity') ||
    (before.status === 'acknowledged' && before.stalledAt !== null && now >= before.stalledAt);
  ok(mayRing || rings.length === 0, 'rang after an answer or a stop');
  // Only the timer of a step or a way whose time has come, or the loss of everybody of it, makes the next one ring.
  const isEarly = input.kind === 'timer' && rings.length > 0 && now < (nextAt(before) ?? Infinity);
  ok(!isEarly, 'rang early');
  ok((state.dueAt !== null) === (state.status === 'paging'), 'stopped in silence');
  const isExhaustedNow =
    state.status === 'exhausted' && (before.status !== 'exhausted' || state.walk > before.walk);
  const saysSo = effects.some((effect) => effect.kind === 'exhausted' && effect.final);
  ok(isExhaustedNow === saysSo, 'was exhausted without a word');
  deepStrictEqual(
    escalate(state, input, worldAt(now)),
    { state, effects: [] },
    'the same again did something',
  );
  if (state !== before) {
    const stored: unknown = JSON.parse(JSON.stringify(state));
    deepStrictEqual(escalationState.parse(stored), stored, 'reads back otherwise');
  }
  seen.rings.push(...rings);
  for (const effect of effects) if (effect.kind === 'exhausted') seen.exhausted.push(effect.final);
  const names = seen.rings.map((ring) => `${ring.ring} ${ring.person} ${ring.method}`);
  ok(new Set(names).size === names.length, 'rang somebody twice by one method in one step');
  return state;
}

function inputOf(
  what: Chaos,
  { pick, outcome, seen }: { pick: number; outcome: 'failed' | 'delayed'; seen: Seen },
): Input {
  const ring = seen.rings[pick % Math.max(1, seen.rings.length)];
  switch (what) {
    case 'acknowledge':
      return { kind: 'acknowledged' };
    case 'stop':
      return { kind: 'stopped' };
    case 'decline':
      return { kind: 'declined', person: ring?.person ?? 'ada', ring: ring?.ring ?? 'r0s0' };
    case 'receipt':
      if (!ring) return { kind: 'timer' };
      return { kind: 'receipt', person: ring.person, ring: ring.ring, method: ring.method, outcome };
    case 'severity':
      return { kind: 'severity', severity: (['SEV1', 'SEV2', 'SEV3', null] as const)[pick % 4] ?? null };
    case 'activity':
      return { kind: 'activity' };
    case 'timer':
    case 'early':
    case 'again':
    case 'sweep':
      return { kind: 'timer' };
  }
}

/** Thousands of walks take their time on a busy machine. */
const timeoutMs = 60_000;

test(
  'whatever happens in whatever order, the promises hold and it ends answered or loudly exhausted',
  () => {
    const run = fc.check(
      fc.property(policy, fc.array(event, { maxLength: 40 }), fc.option(ending), (chain, events, end) => {
        let now = 1_000_000;
        const started = startEscalating(chain, 'SEV2', worldAt(now));
        const seen: Seen = {
          rings: started.effects.filter((effect) => effect.kind === 'ring'),
          exhausted: started.effects
            .filter((effect) => effect.kind === 'exhausted')
            .map((effect) => effect.final),
        };
        let { state } = started;
        events.forEach(({ what, pick, outcome }, index) => {
          if (end?.at === index)
            state = check(state, { input: inputOf(end.what, { pick, outcome, seen }), now, seen });
          if (what === 'timer' || what === 'sweep') now = Math.max(now, nextAt(state) ?? now) + (pick % 500);
          state = check(state, { input: inputOf(what, { pick, outcome, seen }), now, seen });
        });
        // From here on only the sweep comes by: it must reach the end of the policy in bounded time.
        for (let left = 900; nextAt(state) !== null; left -= 1) {
          ok(left > 0, 'never ended');
          now = Math.max(now, nextAt(state) ?? now);
          state = check(state, { input: { kind: 'timer' }, now, seen });
        }
        ok(state.status !== 'exhausted' || seen.exhausted.at(-1) === true, 'was exhausted without a word');
      }),
      { numRuns: 2_000 },
    );
    expect(run.failed && [String(run.errorInstance), fc.defaultReportMessage(run)]).toBe(false);
  },
  timeoutMs,
);

test(
  'with nobody answering and every message given up, everybody of the policy was tried by every way before it ends',
  () => {
    const run = fc.check(
      fc.property(policy, (chain) => {
        const now = 5;
        const started = startEscalating(chain, 'SEV2', worldAt(now));
        const seen: Seen = {
          rings: started.effects.filter((effect) => effect.kind === 'ring'),
          exhausted: [],
        };
        let { state } = started;
        for (let index = 0; index < seen.rings.length; index += 1) {
          const ring = seen.rings[index];
          if (ring)
            state = check(state, { input: { ...ring, kind: 'receipt', outcome: 'failed' }, now, seen });
        }
        ok(state.status === 'exhausted', 'not exhausted');
        const { steps, fallback } = chainOf(state);
        const walked = steps.filter((step) => applies(step.when, { severity: 'SEV2', now }));
        const asked = [...walked.flatMap((step) => step.targets), ...fallback];
        const everybody = asked.filter((each) => groupOf(each) === null);
        const asking = { severity: 'SEV2', isLast: true } as const;
        for (const reach of everybody.flatMap((each) => worldAt(now).reach(each, asking)))
          for (const { destination } of reach.methods)
            ok(
              seen.rings.some((ring) => ring.destination === destination),
              `never tried ${destination}`,
            );
      }),
      { numRuns: 500 },
    );
    expect(run.failed && [String(run.errorInstance), fc.defaultReportMessage(run)]).toBe(false);
  },
  timeoutMs,
);
