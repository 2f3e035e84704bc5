import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from './execute.ts';

/**
 * Somebody says that they are on it: triage ends. The pattern of every command here: ask for permission, then name the command.
 * What follows from it is decided in `contract/src/incidents`; {@link executeCommand} loads, decides and stores.
 */
export async function acknowledgeIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<Incident> {
  permit(ctx, 'incident.acknowledge');
  return executeCommand(ctx, id, { type: 'acknowledge' });
}
