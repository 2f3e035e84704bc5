import { decide, type CommandBody, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { notFound, type Ctx, type Tx } from '#platform';
import { append, commandOf, refused, requireIncident, withRetries } from './execute.ts';
import { personRef } from './names.ts';

type Reported = Extract<
  CommandBody,
  {
    type:
      | 'record-alerts'
      | 'record-alerts-resolved'
      | 'record-exhausted'
      | 'link-change'
      | 'record-impact'
      | 'record-impact-late'
      | 'propose-severity'
      | 'record-communication'
      | CauseReport;
  }
>;
type CauseReport = 'record-cause' | 'answer-cause';
type PageReport = Extract<CommandBody, { type: 'record-page' }>;

/** A fact from another domain, as a command. Pages name their person as the catalog does. */
export type Report = Reported | (Omit<PageReport, 'person'> & { readonly person: string });

/** How many merges in a row are followed. */
const mergesMax = 20;

/**
 * Writes into an incident's log what happened elsewhere: pages, alert counts, changes. Told about an incident that was merged, it tells
 * the one that took over. For reactions; people have verbs of their own.
 */
export async function recordOnIncident(
  ctx: Ctx,
  { incidentId, command }: { readonly incidentId: string; readonly command: Report },
): Promise<Incident> {
  permit(ctx, 'incident.link');
  const known =
    command.type === 'record-page' ? { ...command, person: await personRef(ctx, command.person) } : command;
  return withRetries(ctx, async (tx, { lock }) => {
    const incident = await living(tx, incidentId, lock);
    const decision = decide(incident, commandOf(ctx, known), tx.now.toISOString());
    if (!decision.ok) throw refused(decision);
    return append(tx, incident, { id: incident.id, events: decision.events });
  });
}

async function living(tx: Tx, id: string, lock: boolean): Promise<Incident> {
  let next = id;
  for (let hops = 0; hops < mergesMax; hops += 1) {
    const incident = await requireIncident(tx, next, lock);
    if (incident.mergedInto === null) return incident;
    next = incident.mergedInto;
  }
  throw notFound(`Incident ${id}`);
}
