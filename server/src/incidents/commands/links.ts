import type { Incident, LinkedAlert, LinkedChange } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from '../execute.ts';
import type { On } from './course.ts';

/** Alerts and changes belong to other domains: what they are called is taken as given (`app/linked-signals.ts` asks), and a fact tells those who own them. */
export async function linkAlert(
  ctx: Ctx,
  { id, ...alert }: { readonly id: string } & LinkedAlert,
): Promise<Incident> {
  permit(ctx, 'incident.link');
  return executeCommand(ctx, id, { type: 'link-alert', alert });
}

export async function unlinkAlert(ctx: Ctx, { id, alert }: On<'unlink-alert'>): Promise<Incident> {
  permit(ctx, 'incident.link');
  return executeCommand(ctx, id, { type: 'unlink-alert', alert });
}

export async function linkChange(
  ctx: Ctx,
  { id, ...change }: { readonly id: string } & LinkedChange,
): Promise<Incident> {
  permit(ctx, 'incident.link');
  return executeCommand(ctx, id, { type: 'link-change', change });
}

export async function unlinkChange(ctx: Ctx, { id, change }: On<'unlink-change'>): Promise<Incident> {
  permit(ctx, 'incident.link');
  return executeCommand(ctx, id, { type: 'unlink-change', change });
}
