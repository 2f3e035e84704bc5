import type { PageTarget } from '@fieldmarshal/contract/catalog';
import type { Strips } from '@fieldmarshal/contract/now';
import type { Catalog } from '#catalog';
import { reachabilityOf, shifts, whyUnreachable } from '#oncall';
import type { Ctx } from '#platform';

/** How far ahead the next shift is looked for. */
const horizonMs = 8 * 86_400_000;

export interface Duty {
  readonly now: string | null;
  /** RFC 3339; null where it does not end within the horizon. */
  readonly until: string | null;
  readonly next: string | null;
}

const nobody: Duty = { now: null, until: null, next: null };

/** Who answers for the first of these targets now, and who comes next. */
export function dutyOf(catalog: Catalog, targets: readonly PageTarget[], at: number): Duty {
  const target = targets[0];
  if (target === undefined) return nobody;
  if ('person' in target) return { ...nobody, now: target.person };
  if ('team' in target) return { ...nobody, now: catalog.teamMembers(target.team)[0]?.name ?? null };
  if ('hub' in target) {
    const first = catalog.list('Person').find(({ spec }) => spec.hub === target.hub);
    return { ...nobody, now: first?.name ?? null };
  }
  const schedule = catalog.get('Schedule', target.schedule);
  if (!schedule) return nobody;
  const [current, ...later] = shifts(schedule.spec, { from: at, to: at + horizonMs });
  if (current === undefined) return nobody;
  return {
    now: current.people[0] ?? null,
    until: later.length === 0 ? null : new Date(current.to).toISOString(),
    next: later.find((shift) => shift.people.length > 0)?.people[0] ?? null,
  };
}

/** Who answers first for a product: by the escalation policy of the team that owns it, else that team itself. */
export function productDuty(catalog: Catalog, product: string, at: number): Duty {
  const owner = catalog.ownerOf(product);
  const policy = owner?.spec.escalationPolicy && catalog.get('EscalationPolicy', owner.spec.escalationPolicy);
  if (policy) return dutyOf(catalog, policy.spec.steps[0]?.targets ?? [], at);
  return owner ? dutyOf(catalog, [{ team: owner.name }], at) : nobody;
}

export type Reach = Strips['products'][number]['reach'];

/** Whether a page would reach each of these people now, by what is known: their ways, the last page and the last test. */
export async function reachOf(
  ctx: Ctx,
  people: readonly (string | null)[],
): Promise<(person: string | null) => Reach> {
  const asked = [...new Set(people.flatMap((person) => person ?? []))];
  const [known, problems] = await Promise.all([reachabilityOf(ctx, asked), whyUnreachable(ctx, asked)]);
  return (person) => {
    if (person === null) return 'nobody';
    if ((problems.get(person) ?? []).length > 0) return 'unreachable';
    return (known.get(person)?.state ?? 'unknown') === 'reached' ? 'reachable' : 'untested';
  };
}

export function displayName(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}
