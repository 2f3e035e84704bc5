import { answersFor, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { executeCommand } from './execute.ts';
import { isUnanswered, loadIncident } from './store.ts';

/**
 * Somebody says that they are on it: triage ends, and so does the paging, also where it began anew since it was said last. The pattern of
 * every command here: ask for permission, then name the command. What follows from it is decided in `contract/src/incidents`; {@link executeCommand} loads, decides and stores.
 */
export async function acknowledgeIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<Incident> {
  permit(ctx, 'incident.acknowledge');
  const db = ctx.env.databases[ctx.pool];
  const incident = await loadIncident(db, id);
  const askedAgain = incident !== null && (await isUnanswered(db, id, answersFor(incident)));
  return executeCommand(ctx, id, { type: 'acknowledge', askedAgain });
}
