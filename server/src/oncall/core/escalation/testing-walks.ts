import fc from 'fast-check';
import type { PolicySnapshot } from './escalation-state.ts';
import type { Reach, World } from './machine.ts';

/** Policies and a small organisation for property tests. */
const person = fc.constantFrom('ada', 'bo', 'cy', 'dee', 'eve', 'fay');
const target = fc.oneof(
  person.map((name) => ({ person: name })),
  fc
    .tuple(fc.constantFrom('even', 'odd', 'nobody'), fc.boolean())
    .map(([name, roundRobin]) => ({ team: name, roundRobin })),
);
const severities = fc.constantFrom('SEV1', 'SEV2', 'SEV3', 'SEV4');
const when = fc.option(
  fc.record({ severities: fc.uniqueArray(severities, { minLength: 1 }), outsideHours: fc.constant(false) }),
);
const chainParts = {
  name: fc.constant(null),
  steps: fc.array(
    fc.record({
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
      minutes: fc.constantFrom(0.05, 1, 5),
      when,
    }),
    { maxLength: 4 },
  ),
  repeat: fc.integer({ min: 0, max: 2 }),
  fallback: fc.array(target, { maxLength: 2 }),
};
export const policy: fc.Arbitrary<PolicySnapshot> = fc.record({
  name: fc.constant('policy'),
  chains: fc
    .tuple(
      fc.array(fc.record({ ...chainParts, when }), { maxLength: 2 }),
      fc.record({ ...chainParts, when: fc.constant(null) }),
    )
    .map(([variants, base]) => [...variants, base]),
  ackTimeoutMinutes: fc.constantFrom(null, 30),
});
const members: Record<string, string[]> = {
  even: ['bo', 'dee', 'fay'],
  odd: ['ada', 'cy', 'eve'],
  nobody: [],
};

/** `eve` cannot be reached at all, `fay` in three ways. */
function reachOf(name: string): Reach {
  const channels = ['email', 'webhook', 'email'] as const;
  const count = name === 'eve' ? 0 : name === 'fay' ? 3 : 2;
  const methods = channels.slice(0, count).map((channel, index) => ({
    channel,
    destination: `${name}-${index}`,
    afterMs: name === 'ada' ? null : index * 20_000,
  }));
  return { person: name, methods, why: 'named', team: null };
}

export function worldAt(now: number): World {
  return {
    now,
    turns: new Map([['team:even', new Map([['bo', 2]])]]),
    reach: (asked) => {
      const names = 'person' in asked ? [asked.person] : 'team' in asked ? (members[asked.team] ?? []) : [];
      return names.map(reachOf);
    },
  };
}
