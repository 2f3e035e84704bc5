import type { Actor } from '@fieldmarshal/contract';
import type { CatalogObject, Spec } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import { can } from '#identity';
import { AppError, notFound, type Ctx } from '#platform';

export type Schedule = CatalogObject<'Schedule'>;

export function mustFindSchedule(catalog: Catalog, name: string): Schedule {
  const schedule = catalog.get('Schedule', name);
  if (!schedule) throw notFound(`Schedule ${name}`);
  return schedule;
}

/** A person who is in the catalog; a refusal of that field otherwise. */
export function mustFindPerson(catalog: Catalog, name: string, path: string): CatalogObject<'Person'> {
  const person = catalog.get('Person', name);
  if (person) return person;
  throw refusal(path, `there is no person "${name}"`);
}

export function refusal(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}

/** The person behind an actor: their own name, or the one a token belongs to. */
export function personOf(actor: Actor): string | null {
  return actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
}

/** The teams that answer for a schedule: its owner, else every team whose policy pages it. */
function owningTeams(catalog: Catalog, { name, spec }: Schedule): readonly CatalogObject<'Team'>[] {
  if (spec.owner !== undefined) {
    const owner = catalog.get('Team', spec.owner);
    return owner ? [owner] : [];
  }
  return catalog.list('Team').filter((team) => {
    const policy = team.spec.escalationPolicy && catalog.get('EscalationPolicy', team.spec.escalationPolicy);
    return policy ? pagesSchedule(policy.spec, name) : false;
  });
}

/** Whether a policy may page who is on a schedule: in its own steps, in those of a variant, or at the end. */
function pagesSchedule({ steps, fallback, variants }: Spec<'EscalationPolicy'>, schedule: string): boolean {
  const chains = [{ steps, fallback }, ...variants];
  const targets = chains.flatMap((chain) => [
    ...chain.steps.flatMap((step) => step.targets),
    ...(chain.fallback ?? []),
  ]);
  return targets.some((target) => 'schedule' in target && target.schedule === schedule);
}

/** Who is told of what goes wrong with a schedule: its owning teams, else the leads, else the administrators. */
export function ownersOf(catalog: Catalog, schedule: Schedule): string[] {
  const members = owningTeams(catalog, schedule).flatMap((team) => catalog.membersOf(team.name));
  if (members.length > 0) return [...new Set(members)];
  const leads = catalog.peopleWith('lead');
  return leads.length > 0 ? leads : catalog.peopleWith('admin');
}

/** Whether the actor may change who is on for others: leads, and the people of an owning team. */
export function mayManage(ctx: Pick<Ctx, 'actor'>, catalog: Catalog, schedule: Schedule): boolean {
  if (can(ctx.actor, 'catalog.write')) return true;
  const person = personOf(ctx.actor);
  if (person === null || !can(ctx.actor, 'oncall.override')) return false;
  return owningTeams(catalog, schedule).some((team) => catalog.membersOf(team.name).includes(person));
}

/** Everybody who takes turns in a schedule, in alphabetical order. */
export function participantsOf({ spec }: Schedule): string[] {
  return [...new Set(spec.layers.flatMap((layer) => layer.participants.flat()))].sort();
}
