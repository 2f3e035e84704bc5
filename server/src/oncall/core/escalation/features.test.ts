import type { PageTarget } from '@fieldmarshal/contract/catalog';
import { describe, expect, test } from 'vitest';
import { escalate, nextAt, startEscalating } from './escalate.ts';
import type { Chain, EscalationState, PolicySnapshot } from './escalation-state.ts';
import type { Asking, Effect, Input, Reach, Turns, World } from './machine.ts';

const minute = 60_000;
/** A Wednesday, 14:00 in London. */
const start = Date.parse('2026-11-25T14:00:00Z');
const teams: Record<string, string[]> = { trio: ['ada', 'bo', 'cy'] };

interface Scene {
  readonly turns?: Turns;
  /** Minutes after the step began, for the e-mail and the webhook of everybody; null = only where the other fails. */
  readonly after?: readonly [number | null, number | null];
  /** Whom the severity does not disturb. */
  readonly quiet?: (asking: Asking) => readonly string[];
  /** Who is asked with a target, not among it. */
  readonly beside?: readonly string[];
}

function world(
  now: number,
  { turns = new Map(), after = [0, null], quiet = () => [], beside = [] }: Scene = {},
): World {
  const reach = (target: PageTarget, asking: Asking): Reach[] => {
    const names = 'person' in target ? [target.person] : 'team' in target ? (teams[target.team] ?? []) : [];
    return names.map((person) => {
      const ways = (['email', 'webhook'] as const).map((channel, place) => {
        const minutes = after[place] ?? null;
        return {
          channel,
          destination: `${person}-${channel}`,
          afterMs: minutes === null ? null : minutes * minute,
        };
      });
      const isBeside = beside.includes(person);
      return {
        person,
        why: 'named',
        team: null,
        methods: quiet(asking).includes(person) ? [] : ways,
        isBeside,
      };
    });
  };
  return { now, reach, turns };
}

const chain = (parts: Partial<Chain>): Chain => ({
  name: null,
  when: null,
  steps: [step('ada'), step('bo')],
  repeat: 0,
  fallback: [{ person: 'zed' }],
  ...parts,
});
const step = (name: string, parts: Partial<Chain['steps'][number]> = {}): Chain['steps'][number] => ({
  targets: [{ person: name }],
  minutes: 5,
  when: null,
  ...parts,
});
const policy = (chains: Chain[], ackTimeoutMinutes: number | null = null): PolicySnapshot => ({
  name: 'edge',
  chains,
  ackTimeoutMinutes,
});

const told = (effects: readonly Effect[]): string[] =>
  effects.map((effect) =>
    effect.kind === 'ring' ? `${effect.ring} ${effect.person} ${effect.channel}` : effect.kind,
  );
const take = (state: EscalationState, input: Input, at: World) => escalate(state, input, at);
const timer: Input = { kind: 'timer' };
const weekdays = {
  timezone: 'Europe/London',
  windows: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'] as ('MO' | 'TU')[], from: '08:00', to: '18:00' }],
};

describe("a person's own rules", () => {
  const scene = { after: [0, 2] as const };

  test('ring the next way within the step, and not after it', () => {
    const { state, effects } = startEscalating(policy([chain({})]), 'SEV1', world(start, scene));
    expect(told(effects)).toEqual(['r0s0 ada email']);
    expect(nextAt(state)).toBe(start + 2 * minute);
    expect(take(state, timer, world(start + 2 * minute - 1, scene)).effects).toEqual([]);
    expect(told(take(state, timer, world(start + 2 * minute, scene)).effects)).toEqual(['r0s0 ada webhook']);
    const late = startEscalating(policy([chain({})]), 'SEV1', world(start, { after: [0, 6] })).state;
    expect(told(take(late, timer, world(start + 5 * minute, { after: [0, 6] })).effects)).toEqual([
      'r0s1 bo email',
    ]);
  });

  test('catch up once after a long silence, together with the next step', () => {
    const { state } = startEscalating(policy([chain({})]), 'SEV1', world(start, scene));
    const late = take(state, timer, world(start + 60 * minute, scene));
    expect(told(late.effects)).toEqual(['r0s0 ada webhook', 'r0s1 bo email']);
    expect(late.effects[0]).toMatchObject({ dueAt: start + 2 * minute });
  });

  test('an undelivered message brings the next way at once, and that is not rung again when its time comes', () => {
    const { state } = startEscalating(policy([chain({})]), 'SEV1', world(start, scene));
    const failed = { kind: 'receipt', person: 'ada', ring: 'r0s0', method: 0, outcome: 'failed' } as const;
    const next = take(state, failed, world(start + 1_000, scene));
    expect(told(next.effects)).toEqual(['r0s0 ada webhook']);
    expect(take(next.state, timer, world(start + 2 * minute, scene)).effects).toEqual([]);
  });

  test('the way that comes first is never late: it rings at once whatever the rule says', () => {
    const { effects } = startEscalating(policy([chain({})]), 'SEV1', world(start, { after: [7, 3] }));
    expect(told(effects)).toEqual(['r0s0 ada webhook']);
  });

  test('whoever does not want to be disturbed is passed over, but not by the fallback', () => {
    const scene = { quiet: ({ isLast }: Asking) => (isLast ? [] : ['ada', 'bo', 'zed']) };
    const { effects } = startEscalating(policy([chain({})]), 'SEV3', world(start, scene));
    expect(told(effects)).toEqual(['exhausted', 'rf zed email']);
  });
});

describe('round-robin', () => {
  const group = chain({ steps: [{ targets: [{ team: 'trio', roundRobin: true }], minutes: 5, when: null }] });

  test('asks whoever has not handed over yet beside whose turn it is, and takes no turn for it', () => {
    for (const turns of [new Map(), new Map([['team:trio', new Map([['bo', 1]])]])]) {
      const { effects } = startEscalating(policy([group]), 'SEV1', world(start, { beside: ['ada'], turns }));
      const rings = effects.filter((effect) => effect.kind === 'ring');
      expect(rings.map(({ person, turnOf }) => [person, turnOf])).toEqual([
        [turns.size === 0 ? 'bo' : 'cy', 'team:trio'],
        ['ada', null],
      ]);
    }
  });
  const rung = (turns: [string, number][]): unknown =>
    startEscalating(
      policy([group]),
      'SEV1',
      world(start, { turns: new Map([['team:trio', new Map(turns)]]) }),
    ).effects;

  test('takes whoever waits longest, newcomers first', () => {
    expect(rung([])).toMatchObject([{ person: 'ada', turnOf: 'team:trio' }]);
    expect(
      rung([
        ['ada', 3],
        ['bo', 1],
        ['cy', 2],
      ]),
    ).toMatchObject([{ person: 'bo' }]);
    expect(
      rung([
        ['ada', 1],
        ['bo', 2],
      ]),
    ).toMatchObject([{ person: 'cy' }]);
  });

  test('passes over who said they cannot take it', () => {
    const again = policy([{ ...group, repeat: 1 }]);
    const { state } = startEscalating(again, 'SEV1', world(start));
    const next = take(state, { kind: 'declined', person: 'ada', ring: 'r0s0' }, world(start));
    expect(told(next.effects)).toEqual(['r1s0 bo email']);
  });
});

describe('hours and severities', () => {
  const night = chain({ name: 'night', when: { hours: weekdays, outsideHours: true }, steps: [step('cy')] });
  const grave = chain({
    name: 'grave',
    when: { severities: ['SEV1'], outsideHours: false },
    steps: [step('dee')],
  });

  test('choose the variant when paging starts', () => {
    const at = (severity: 'SEV1' | 'SEV3' | null, now: number): string[] =>
      told(startEscalating(policy([grave, night, chain({})]), severity, world(now)).effects);
    expect(at('SEV3', start)).toEqual(['r0s0 ada email']);
    expect(at('SEV3', start + 6 * 60 * minute)).toEqual(['r0s0 cy email']);
    expect(at('SEV1', start)).toEqual(['r0s0 dee email']);
    expect(at(null, start)).toEqual(['r0s0 dee email']);
  });

  test('pass over a step that does not apply when its turn comes', () => {
    const byDay = chain({
      steps: [step('ada', { when: { hours: weekdays, outsideHours: false } }), step('bo')],
    });
    const from = (now: number): string[] =>
      told(startEscalating(policy([byDay]), 'SEV3', world(now)).effects);
    expect(from(start)).toEqual(['r0s0 ada email']);
    expect(from(Date.parse('2026-11-25T18:00:00Z'))).toEqual(['r0s1 bo email']);
    expect(from(Date.parse('2026-11-28T12:00:00Z'))).toEqual(['r0s1 bo email']);
    // In summer London's 18:00 is an hour earlier.
    expect(from(Date.parse('2026-07-01T17:30:00Z'))).toEqual(['r0s1 bo email']);
  });

  test('a raised severity begins anew by the variant for it', () => {
    const { state } = startEscalating(policy([grave, chain({})]), 'SEV3', world(start));
    const raised = take(state, { kind: 'severity', severity: 'SEV1' }, world(start + minute));
    expect(told(raised.effects)).toEqual(['w1r0s0 dee email']);
    expect(take(raised.state, { kind: 'severity', severity: 'SEV1' }, world(start + minute)).effects).toEqual(
      [],
    );
  });

  test('a raised severity rings a step that was passed over for it', () => {
    const only = step('dee', { when: { severities: ['SEV1'], outsideHours: false } });
    const { state } = startEscalating(policy([chain({ steps: [only, step('ada')] })]), 'SEV3', world(start));
    const raised = take(state, { kind: 'severity', severity: 'SEV1' }, world(start + minute));
    expect(told(raised.effects)).toEqual(['w1r0s0 dee email']);
  });

  test('a raised severity that changes nothing rings nobody twice, but whoever was spared', () => {
    const scene = { quiet: ({ severity }: Asking) => (severity === 'SEV1' ? [] : ['bo']) };
    const both = chain({
      steps: [{ targets: [{ person: 'ada' }, { person: 'bo' }], minutes: 5, when: null }],
    });
    const { state, effects } = startEscalating(policy([both]), 'SEV3', world(start, scene));
    expect(told(effects)).toEqual(['r0s0 ada email']);
    const raised = take(state, { kind: 'severity', severity: 'SEV1' }, world(start + minute, scene));
    expect(told(raised.effects)).toEqual(['r0s0 bo email']);
    expect(raised.state.dueAt).toBe(state.dueAt);
  });

  test('a lowered one rings nobody and holds for the steps that follow', () => {
    const only = step('bo', { when: { severities: ['SEV1'], outsideHours: false } });
    const { state } = startEscalating(
      policy([chain({ steps: [step('ada'), only, step('cy')] })]),
      'SEV1',
      world(start),
    );
    const lowered = take(state, { kind: 'severity', severity: 'SEV4' }, world(start + minute));
    expect(lowered.effects).toEqual([]);
    expect(told(take(lowered.state, timer, world(start + 5 * minute)).effects)).toEqual(['r0s2 cy email']);
  });

  test('after an acknowledgement a raised severity rings nobody', () => {
    const { state } = startEscalating(policy([grave, chain({})]), 'SEV3', world(start));
    const { state: answered } = take(state, { kind: 'acknowledged' }, world(start));
    expect(take(answered, { kind: 'severity', severity: 'SEV1' }, world(start)).effects).toEqual([]);
  });

  test('an exhausted escalation begins anew when the severity is raised', () => {
    const { state } = startEscalating(policy([chain({ steps: [], fallback: [] })]), 'SEV3', world(start));
    const raised = take(state, { kind: 'severity', severity: 'SEV2' }, world(start));
    expect(told(raised.effects)).toEqual(['exhausted']);
  });
});

describe('an acknowledged incident', () => {
  const watched = policy([chain({})], 30);
  const acknowledged = (): EscalationState => {
    const { state } = startEscalating(watched, 'SEV2', world(start));
    const declined = take(state, { kind: 'declined', person: 'bo', ring: 'r0s0' }, world(start)).state;
    return take(declined, { kind: 'acknowledged' }, world(start + minute)).state;
  };

  test('on which nobody does anything is paged again from the first step', () => {
    const state = acknowledged();
    expect(nextAt(state)).toBe(start + 31 * minute);
    expect(take(state, timer, world(start + 31 * minute - 1)).effects).toEqual([]);
    const stalled = take(state, timer, world(start + 31 * minute));
    expect(told(stalled.effects)).toEqual(['stalled', 'w1r0s0 ada email']);
    expect(take(stalled.state, timer, world(start + 31 * minute)).effects).toEqual([]);
  });

  test('has not stalled while people do things on it', () => {
    const { state } = take(acknowledged(), { kind: 'activity' }, world(start + 20 * minute));
    expect(take(state, timer, world(start + 31 * minute)).effects).toEqual([]);
    expect(nextAt(state)).toBe(start + 50 * minute);
  });

  test('is left in peace where the policy says nothing of it', () => {
    const { state } = startEscalating(policy([chain({})]), 'SEV2', world(start));
    const answered = take(state, { kind: 'acknowledged' }, world(start)).state;
    expect(nextAt(answered)).toBeNull();
    expect(take(answered, timer, world(start + 9_999 * minute)).effects).toEqual([]);
  });
});
