import { decide, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { append, commandOf, requireIncident, withRetries } from './execute.ts';
import { personRef } from './names.ts';

interface Answer {
  readonly incidentId: string;
  /** Catalog name of who acknowledged. */
  readonly person: string;
}

/** Who acknowledges the page of the incident itself leads it, unless somebody does already or it is over. For reactions. */
export async function leadOnAnswer(ctx: Ctx, { incidentId, person }: Answer): Promise<Incident> {
  permit(ctx, 'incident.transfer');
  const holder = await personRef(ctx, person);
  return withRetries(ctx, async (tx, { lock }) => {
    const incident = await requireIncident(tx, incidentId, lock);
    const command = commandOf(ctx, { type: 'assign-role', role: 'field-marshal', person: holder });
    const decision = decide(incident, command, tx.now.toISOString());
    // A refusal is no fault here: the answer stands in the log, and the lead is where it was.
    return decision.ok ? append(tx, incident, { id: incident.id, events: decision.events }) : incident;
  });
}
