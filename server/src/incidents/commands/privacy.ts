import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import { personRef, requirePerson } from '../names.ts';
import type { On } from './course.ts';

export async function setPrivacy(ctx: Ctx, { id, ...fields }: On<'set-privacy'>): Promise<Incident> {
  permit(ctx, 'incident.private');
  return executeCommand(ctx, id, { type: 'set-privacy', ...fields });
}

interface Reader {
  readonly id: string;
  readonly person: string;
}

/** Lets somebody in: anybody who may see it and works on incidents can ask another in. */
export async function admitReader(ctx: Ctx, { id, person }: Reader): Promise<Incident> {
  permit(ctx, 'incident.admit');
  return executeCommand(ctx, id, {
    type: 'admit-reader',
    person: await requirePerson(ctx, person, 'person'),
  });
}

export async function removeReader(ctx: Ctx, { id, person }: Reader): Promise<Incident> {
  permit(ctx, 'incident.private');
  return executeCommand(ctx, id, { type: 'remove-reader', person: await personRef(ctx, person) });
}
