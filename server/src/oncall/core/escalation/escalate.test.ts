import { describe, expect, test } from 'vitest';
import { escalate, startEscalating } from './escalate.ts';
import type { Chain, EscalationState, PolicySnapshot } from './escalation-state.ts';
import type { Effect, Input, Reach, Step, World } from './machine.ts';

const minute = 60_000;
const step = (...targets: string[]): Chain['steps'][number] => ({
  targets: targets.map((name) => (name.startsWith('team-') ? { team: name } : { person: name })),
  minutes: 5,
  when: null,
});
const teams: Record<string, string[]> = { 'team-empty': [], 'team-two': ['bo', 'cy'] };

/** Everybody has an e-mail address and a webhook, but `mute` has neither and `mail-only` has only the first. */
function world(now: number, gone: readonly string[] = []): World {
  const reach = (person: string): Reach[] =>
    gone.includes(person)
      ? []
      : [
          {
            person,
            methods:
              person === 'mute'
                ? []
                : [
                    { channel: 'email' as const, destination: `${person}@example.org`, afterMs: null },
                    {
                      channel: 'webhook' as const,
                      destination: `https://hooks.example/${person}`,
                      afterMs: null,
                    },
                  ].slice(0, person === 'mail-only' ? 1 : 2),
            why: `named`,
            team: null,
          },
        ];
  return {
    now,
    turns: new Map(),
    reach: (target) =>
      'person' in target
        ? reach(target.person)
        : 'team' in target
          ? (teams[target.team] ?? []).flatMap(reach)
          : [],
  };
}

function policy({ name = 'edge', ...parts }: Partial<Chain>): PolicySnapshot {
  const chain = { steps: [step('ada'), step('bo')], repeat: 0, fallback: [{ person: 'zed' }], ...parts };
  return { name, chains: [{ name: null, when: null, ...chain }], ackTimeoutMinutes: null };
}

const start = (given: PolicySnapshot, world: World): Step => startEscalating(given, 'SEV2', world);

const told = (effects: readonly Effect[]): string[] =>
  effects.map((effect) =>
    effect.kind === 'ring'
      ? `${effect.ring} ${effect.person} ${effect.channel}`
      : effect.kind === 'exhausted'
        ? `exhausted${effect.final ? ' finally' : ''}`
        : effect.kind,
  );

function after(state: EscalationState, now: number, ...inputs: Input[]): Step {
  let last: Step = { state, effects: [] };
  const effects: Effect[] = [];
  for (const input of inputs) {
    last = escalate(last.state, input, world(now));
    effects.push(...last.effects);
  }
  return { state: last.state, effects };
}

const receipt = (person: string, outcome: 'failed' | 'delayed', method = 0): Input => ({
  kind: 'receipt',
  person,
  ring: 'r0s0',
  method,
  outcome,
});
const declined = (person: string): Input => ({ kind: 'declined', person, ring: 'r0s0' });
const timer: Input = { kind: 'timer' };

describe('an escalation', () => {
  test('walks its steps, then the chain again, then the fallback, and then says so', () => {
    let { state, effects } = start(policy({ repeat: 1 }), world(0));
    const seen = [...told(effects)];
    for (let now = 5 * minute; state.dueAt !== null; now = state.dueAt ?? now) {
      ({ state, effects } = escalate(state, timer, world(now)));
      seen.push(`at ${now / minute}`, ...told(effects));
      if (state.dueAt === null) break;
    }
    expect(seen).toEqual([
      'r0s0 ada email',
      'at 5',
      'r0s1 bo email',
      'at 10',
      'r1s0 ada email',
      'at 15',
      'r1s1 bo email',
      'at 20',
      'exhausted',
      'rf zed email',
      'at 30',
      'exhausted finally',
    ]);
    expect(state.status).toBe('exhausted');
  });

  test('never goes on early, and only once for a timer that comes twice', () => {
    const { state } = start(policy({}), world(0));
    expect(after(state, 5 * minute - 1, timer).effects).toEqual([]);
    expect(told(after(state, 5 * minute, timer, timer).effects)).toEqual(['r0s1 bo email']);
  });

  test('goes on at once where a step has nobody, or nobody with a way to reach them', () => {
    const { effects } = start(policy({ steps: [step('team-empty'), step('mute'), step('ada')] }), world(0));
    expect(told(effects)).toEqual(['nobody', 'nobody', 'r0s2 ada email']);
    expect(effects[0]).toMatchObject({
      why: 'Step 1 of the escalation policy had nobody who can be reached (team team-empty). It was passed over.',
    });
  });

  test('rings everybody of a step at once, each once', () => {
    const { effects } = start(policy({ steps: [step('team-two', 'bo', 'ada')] }), world(0));
    expect(told(effects)).toEqual(['r0s0 bo email', 'r0s0 cy email', 'r0s0 ada email']);
  });

  test('resolves people when a step rings: who was removed meanwhile is passed over', () => {
    const { state } = start(policy({ steps: [step('ada'), step('bo'), step('cy')] }), world(0));
    expect(told(escalate(state, timer, world(5 * minute, ['bo'])).effects)).toEqual([
      'nobody',
      'r0s2 cy email',
    ]);
  });

  test('without any policy says loudly that nobody is paged', () => {
    const { state, effects } = start(policy({ name: null, steps: [], fallback: [] }), world(0));
    expect(told(effects)).toEqual(['exhausted finally']);
    expect(state).toMatchObject({ status: 'exhausted', dueAt: null });
  });

  test('says when a late step was due', () => {
    const { state } = start(policy({}), world(0));
    const [effect] = escalate(state, timer, world(60 * minute)).effects;
    expect(effect).toMatchObject({ dueAt: 5 * minute });
  });
});

describe('an answer', () => {
  test.each(['acknowledged', 'stopped'] as const)(
    '%s ends it: nothing rings after it, whatever comes',
    (kind) => {
      const { state } = start(policy({}), world(0));
      const { state: ended } = after(state, minute, { kind });
      expect(ended).toMatchObject({ status: kind, dueAt: null });
      const later = after(ended, 99 * minute, timer, receipt('ada', 'failed'), declined('ada'));
      expect(later).toEqual({ state: ended, effects: [] });
    },
  );

  test('that came after everybody was asked is taken all the same', () => {
    const { state } = start(policy({ steps: [], fallback: [] }), world(0));
    expect(after(state, minute, { kind: 'acknowledged' }).state.status).toBe('acknowledged');
  });

  test('"cannot take it" goes on at once when nobody else of the step is asked', () => {
    const { state } = start(policy({}), world(0));
    expect(told(after(state, minute, declined('ada')).effects)).toEqual(['r0s1 bo email']);
  });

  test('"cannot take it" of one of several leaves the step to the others', () => {
    const { state } = start(policy({ steps: [step('team-two'), step('ada')] }), world(0));
    const first = after(state, minute, declined('bo'), declined('bo'));
    expect(first.effects).toEqual([]);
    expect(told(after(first.state, minute, declined('cy')).effects)).toEqual(['r0s1 ada email']);
  });

  test('whoever declined is left out of later steps, but not of the fallback', () => {
    const chain = policy({ steps: [step('ada'), step('ada', 'bo')], fallback: [{ person: 'ada' }] });
    const first = after(start(chain, world(0)).state, minute, declined('ada'));
    expect(told(first.effects)).toEqual(['r0s1 bo email']);
    expect(told(after(first.state, 6 * minute, timer).effects)).toEqual(['exhausted', 'rf ada email']);
  });
});

describe('a receipt', () => {
  test('of a message given up tries the next way at once, and once', () => {
    const { state } = start(policy({}), world(0));
    const failed = receipt('ada', 'failed');
    expect(told(after(state, 1_000, failed, failed).effects)).toEqual(['r0s0 ada webhook']);
  });

  test('of the last way given up goes on at once when nobody else of the step can answer', () => {
    const { state } = start(policy({}), world(0));
    const seen = after(state, 1_000, receipt('ada', 'failed'), receipt('ada', 'failed', 1));
    expect(told(seen.effects)).toEqual(['r0s0 ada webhook', 'r0s1 bo email']);
  });

  test('of somebody unreachable leaves the step to the others', () => {
    const { state } = start(policy({ steps: [step('mail-only', 'bo')] }), world(0));
    expect(after(state, 1_000, receipt('mail-only', 'failed')).effects).toEqual([]);
  });

  test('of a message that keeps being delayed tries the next way beside it', () => {
    const { state } = start(policy({}), world(0));
    const seen = after(state, 1_000, receipt('ada', 'delayed'), receipt('ada', 'delayed'));
    expect(told(seen.effects)).toEqual(['r0s0 ada webhook']);
    expect(after(seen.state, 2_000, receipt('ada', 'failed', 1)).effects).toEqual([]);
  });

  test('of a step that is over changes nothing', () => {
    const { state } = start(policy({}), world(0));
    const second = after(state, 5 * minute, timer);
    expect(after(second.state, 6 * minute, receipt('bo', 'failed'), receipt('cy', 'failed')).effects).toEqual(
      [],
    );
  });
});
