import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { Chain, PolicySnapshot } from '../core/escalation/escalation-state.ts';

/** The policy that is asked for, else the team's, else the default one, as it is now. Where there is none, one that pages nobody and says so. */
export function policyFor(
  catalog: Catalog,
  { policy, team }: { policy: string | null; team: string | null },
): PolicySnapshot {
  const ofTeam = team === null ? undefined : catalog.get('Team', team)?.spec.escalationPolicy;
  for (const name of [policy, ofTeam]) {
    const found = name === null || name === undefined ? undefined : catalog.get('EscalationPolicy', name);
    if (found) return snapshot(found.name, found.spec);
  }
  // A team without a policy of its own is asked as a whole before anybody else.
  if (team !== null && catalog.teamMembers(team).length > 0)
    return unnamed({ targets: [{ team }], repeat: 1, fallback: fallbackOf(catalog) });
  const standard = catalog.defaultPolicy();
  return standard
    ? snapshot(standard.name, standard.spec)
    : unnamed({ targets: [], repeat: 0, fallback: [] });
}

/** Paging one person by hand: three times, then the fallback of the default policy. */
export function policyForPerson(catalog: Catalog, person: string): PolicySnapshot {
  return unnamed({ targets: [{ person }], repeat: 2, fallback: fallbackOf(catalog) });
}

/** Paging for a drill: these people, twice, and nobody else ever. */
export function policyForDrill(people: readonly string[]): PolicySnapshot {
  return unnamed({ targets: people.map((person) => ({ person })), repeat: 1, fallback: [] });
}

interface Unnamed extends Pick<Chain, 'repeat' | 'fallback'> {
  /** Of its one step; empty = none. */
  readonly targets: Chain['fallback'];
}

function unnamed({ targets, repeat, fallback }: Unnamed): PolicySnapshot {
  const steps = targets.length === 0 ? [] : [{ targets, minutes: 5, when: null }];
  const chain = { name: null, when: null, steps, repeat, fallback };
  return { name: null, chains: [chain], ackTimeoutMinutes: null };
}

function fallbackOf(catalog: Catalog): Chain['fallback'] {
  return catalog.defaultPolicy()?.spec.fallback ?? [];
}

/** A policy as it is now, in the form in which escalations keep it. */
export function snapshot(name: string | null, spec: Spec<'EscalationPolicy'>): PolicySnapshot {
  const { repeat, fallback, ackTimeoutMinutes = null } = spec;
  const base = { name: null, when: null, steps: stepsOf(spec.steps), repeat, fallback };
  const variants = spec.variants.map((each) => ({
    name: each.name,
    when: each.when,
    steps: stepsOf(each.steps),
    repeat: each.repeat ?? repeat,
    fallback: each.fallback ?? fallback,
  }));
  return { name, chains: [...variants, base], ackTimeoutMinutes };
}

function stepsOf(steps: Spec<'EscalationPolicy'>['steps']): Chain['steps'] {
  return steps.map(({ targets, minutes, when = null }) => ({ targets, minutes, when }));
}
