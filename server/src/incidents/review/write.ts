import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import type { On } from '../commands/course.ts';
import { executeCommand } from '../execute.ts';

/** Writes one part of the review. Refused where somebody else wrote it since `basis`. */
export async function writeReview(ctx: Ctx, { id, ...fields }: On<'write-review'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'write-review', ...fields });
}

export async function addFactor(ctx: Ctx, { id, ...fields }: On<'add-factor'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'add-factor', ...fields });
}

export async function changeFactor(ctx: Ctx, { id, ...fields }: On<'change-factor'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'change-factor', ...fields });
}

export async function removeFactor(ctx: Ctx, { id, factor }: On<'remove-factor'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'remove-factor', factor });
}
