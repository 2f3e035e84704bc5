import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import type { PolicySnapshot } from './core/escalation-state.ts';

const nobody: PolicySnapshot = { name: null, steps: [], repeat: 0, fallback: [] };

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
    return {
      ...nobody,
      steps: [{ targets: [{ team }], minutes: 5 }],
      repeat: 1,
      fallback: fallbackOf(catalog),
    };
  const standard = catalog.defaultPolicy();
  return standard ? snapshot(standard.name, standard.spec) : nobody;
}

/** Paging one person by hand: three times, then the fallback of the default policy. */
export function policyForPerson(catalog: Catalog, person: string): PolicySnapshot {
  return {
    name: null,
    steps: [{ targets: [{ person }], minutes: 5 }],
    repeat: 2,
    fallback: fallbackOf(catalog),
  };
}

function fallbackOf(catalog: Catalog): PolicySnapshot['fallback'] {
  return catalog.defaultPolicy()?.spec.fallback ?? [];
}

function snapshot(name: string, spec: Spec<'EscalationPolicy'>): PolicySnapshot {
  const { steps, repeat, fallback } = spec;
  return { name, steps, repeat, fallback };
}
