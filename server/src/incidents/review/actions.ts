import type { ActionState, Incident } from '@fieldmarshal/contract/incidents';
import type { addActionInput, changeActionInput } from '@fieldmarshal/contract/incidents/review-schema';
import type { z } from 'zod';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import { requireNames, requirePerson } from '../names.ts';

/** Refuses an owner or a team that the catalog does not know, and a task or factor that the incident does not have. */
export async function addAction(
  ctx: Ctx,
  { id, owner, ...content }: z.output<typeof addActionInput>,
): Promise<Incident> {
  permit(ctx, 'incident.task');
  const person = await requireOwner(ctx, { owner, team: content.team });
  return executeCommand(ctx, id, { type: 'add-action', ...content, owner: person });
}

export async function changeAction(
  ctx: Ctx,
  { id, owner, ...content }: z.output<typeof changeActionInput>,
): Promise<Incident> {
  permit(ctx, 'incident.task');
  const person = await requireOwner(ctx, { owner, team: content.team });
  return executeCommand(ctx, id, { type: 'change-action', ...content, owner: person });
}

async function requireOwner(
  ctx: Ctx,
  { owner, team }: { readonly owner: string | null; readonly team: string | null },
) {
  await requireNames(ctx, { team: { kind: 'Team', name: team }, owner: { kind: 'Person', name: owner } });
  return owner === null ? null : requirePerson(ctx, owner, 'owner');
}

interface Move {
  readonly id: string;
  readonly action: string;
  readonly state: ActionState;
  readonly note: string;
}

export async function moveAction(ctx: Ctx, { id, action, state, note }: Move): Promise<Incident> {
  permit(ctx, 'incident.task');
  return executeCommand(ctx, id, { type: 'move-action', action, to: state, note });
}
