import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import { requireNames } from '../names.ts';
import { instantOf, type On } from './course.ts';

type Delegate = Omit<On<'delegate'>, 'due'> & { readonly minutes: number };

/** Gives the incident to a team alone, which is paged with what is known and has so many minutes to take it over. */
export async function delegateIncident(ctx: Ctx, { id, minutes, ...fields }: Delegate): Promise<Incident> {
  permit(ctx, 'incident.role');
  await requireNames(ctx, { team: { kind: 'Team', name: fields.team } });
  const due = (await instantOf(ctx, { inMinutes: minutes })) ?? '';
  return executeCommand(ctx, id, { type: 'delegate', due, ...fields });
}

/** The team takes it over. */
export async function acceptDelegation(ctx: Ctx, { id, note }: On<'accept-delegation'>): Promise<Incident> {
  permit(ctx, 'incident.team');
  return executeCommand(ctx, id, { type: 'accept-delegation', note });
}

/** Back to the Field Marshal: the team gives it back, or whoever leads takes it back; that it is late is said by its timer. */
export async function returnDelegation(
  ctx: Ctx,
  { id, how, reason }: On<'return-delegation'>,
): Promise<Incident> {
  permit(ctx, how === 'recalled' ? 'incident.role' : 'incident.team');
  return executeCommand(ctx, id, { type: 'return-delegation', how, reason });
}
