import type { CommandBody, CommandType, Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import { executeCommand } from '../execute.ts';

/** The fields of a command, and the incident it goes to. */
export type On<T extends CommandType> = { readonly id: string } & Omit<
  Extract<CommandBody, { type: T }>,
  'type'
>;

export async function describeIncident(ctx: Ctx, { id, ...fields }: On<'describe'>): Promise<Incident> {
  permit(ctx, 'incident.edit');
  return executeCommand(ctx, id, { type: 'describe', ...fields });
}

export async function setSeverity(ctx: Ctx, { id, ...fields }: On<'set-severity'>): Promise<Incident> {
  permit(ctx, 'incident.severity');
  return executeCommand(ctx, id, { type: 'set-severity', ...fields });
}

export async function setState(ctx: Ctx, { id, ...fields }: On<'set-state'>): Promise<Incident> {
  permit(ctx, 'incident.state');
  return executeCommand(ctx, id, { type: 'set-state', ...fields });
}

export interface Due {
  readonly due?: string | null | undefined;
  readonly inMinutes?: number | undefined;
}

export async function setUpdateDue(
  ctx: Ctx,
  { id, ...due }: { readonly id: string } & Due,
): Promise<Incident> {
  permit(ctx, 'incident.edit');
  return executeCommand(ctx, id, { type: 'set-update-due', due: await instantOf(ctx, due) });
}

/** An instant, or minutes from now on the database's clock: the browser's may be wrong. */
export async function instantOf(ctx: Ctx, { due = null, inMinutes }: Due): Promise<string | null> {
  if (inMinutes === undefined) return due === null ? null : new Date(due).toISOString();
  const { idempotency: _, job: __, ...reader } = ctx;
  return inTransaction(reader, async ({ now }) => new Date(now.getTime() + inMinutes * 60_000).toISOString());
}

export async function setBridge(ctx: Ctx, { id, url }: On<'set-bridge'>): Promise<Incident> {
  permit(ctx, 'incident.edit');
  return executeCommand(ctx, id, { type: 'set-bridge', url });
}

export async function joinBridge(ctx: Ctx, { id }: On<'join-bridge'>): Promise<Incident> {
  permit(ctx, 'incident.join');
  return executeCommand(ctx, id, { type: 'join-bridge' });
}

export async function resolveIncident(ctx: Ctx, { id, summary }: On<'resolve'>): Promise<Incident> {
  permit(ctx, 'incident.resolve');
  return executeCommand(ctx, id, { type: 'resolve', summary });
}

export async function reopenIncident(ctx: Ctx, { id, reason }: On<'reopen'>): Promise<Incident> {
  permit(ctx, 'incident.reopen');
  return executeCommand(ctx, id, { type: 'reopen', reason });
}

export async function reviewIncident(ctx: Ctx, { id, summary }: On<'review'>): Promise<Incident> {
  permit(ctx, 'incident.review');
  return executeCommand(ctx, id, { type: 'review', summary });
}

/** One's own action was permitted when it was done, so taking it back needs no more than writing here. */
export async function undoLast(ctx: Ctx, { id, seq }: On<'undo'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'undo', seq });
}
