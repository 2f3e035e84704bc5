import type { Incident, IncidentRole, PersonRef } from '@fieldmarshal/contract/incidents';
import { accountMay, permit, type Ability } from '#identity';
import { AppError, type Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import { requireNames, requirePerson } from '../names.ts';
import { instantOf, type Due, type On } from './course.ts';

/** A role and the catalog name of who gets it. */
interface GiveRole {
  readonly id: string;
  readonly role: IncidentRole;
  readonly person: string;
}

export async function takeRole(ctx: Ctx, { id, role }: On<'take-role'>): Promise<Incident> {
  permit(ctx, role === 'field-marshal' ? 'incident.lead' : 'incident.join');
  return executeCommand(ctx, id, { type: 'take-role', role });
}

export async function assignRole(ctx: Ctx, { id, role, person }: GiveRole): Promise<Incident> {
  permit(ctx, givingOf(role));
  return executeCommand(ctx, id, {
    type: 'assign-role',
    role,
    person: await requireHolder(ctx, role, person),
  });
}

export async function transferRole(ctx: Ctx, { id, role, person }: GiveRole): Promise<Incident> {
  permit(ctx, givingOf(role));
  return executeCommand(ctx, id, {
    type: 'transfer-role',
    role,
    person: await requireHolder(ctx, role, person),
  });
}

/** Who gets a role by hand. The Field Marshal has to act: nobody who may only look, or who was shut out. */
async function requireHolder(ctx: Ctx, role: IncidentRole, person: string): Promise<PersonRef> {
  const holder = await requirePerson(ctx, person, 'person');
  if (role !== 'field-marshal') return holder;
  if ((await accountMay(ctx.env.databases[ctx.pool], person, 'incident.state')) === false)
    throw new AppError('refused', `${holder.name} may not work on incidents, so cannot lead one.`);
  return holder;
}

/** Laying down one's own role needs less than taking somebody's. */
export async function dropRole(ctx: Ctx, { id, role, person }: GiveRole): Promise<Incident> {
  const isOwn = 'person' in ctx.actor && ctx.actor.person === person;
  permit(ctx, isOwn ? 'incident.join' : givingOf(role));
  return executeCommand(ctx, id, { type: 'drop-role', role, person });
}

function givingOf(role: IncidentRole): Ability {
  return role === 'field-marshal' ? 'incident.transfer' : 'incident.role';
}

/** Asks a team in; a reaction pages it. */
export async function engageTeam(ctx: Ctx, { id, team, reason }: On<'engage-team'>): Promise<Incident> {
  permit(ctx, 'incident.engage');
  await requireNames(ctx, { team: { kind: 'Team', name: team } });
  return executeCommand(ctx, id, { type: 'engage-team', team, reason });
}

export async function setTeamState(ctx: Ctx, { id, ...fields }: On<'set-team-state'>): Promise<Incident> {
  permit(ctx, 'incident.team');
  return executeCommand(ctx, id, { type: 'set-team-state', ...fields });
}

export async function setTeamUpdateDue(
  ctx: Ctx,
  { id, team, ...due }: { readonly id: string; readonly team: string } & Due,
): Promise<Incident> {
  permit(ctx, 'incident.team');
  return executeCommand(ctx, id, { type: 'set-team-update-due', team, due: await instantOf(ctx, due) });
}
