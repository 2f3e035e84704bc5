import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import type { On } from './course.ts';

/** Confirms, rejects, adds or leaves open rows of the impact list, all in one entry of the log. */
export async function decideImpact(ctx: Ctx, { id, ...fields }: On<'decide-impact'>): Promise<Incident> {
  permit(ctx, 'incident.impact');
  return executeCommand(ctx, id, { type: 'decide-impact', ...fields });
}

export async function setDataLoss(ctx: Ctx, { id, ...fields }: On<'set-data-loss'>): Promise<Incident> {
  permit(ctx, 'incident.impact');
  return executeCommand(ctx, id, { type: 'set-data-loss', ...fields });
}

export async function setWorkaround(ctx: Ctx, { id, ...fields }: On<'set-workaround'>): Promise<Incident> {
  permit(ctx, 'incident.impact');
  return executeCommand(ctx, id, { type: 'set-workaround', ...fields });
}

/** Declines the severity that is proposed; it is not proposed again. */
export async function keepSeverity(ctx: Ctx, { id, reason }: On<'keep-severity'>): Promise<Incident> {
  permit(ctx, 'incident.severity');
  return executeCommand(ctx, id, { type: 'keep-severity', reason });
}
