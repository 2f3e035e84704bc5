import { decideMerge, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx, Tx } from '#platform';
import { append, refused, requireIncident, withRetries } from './execute.ts';
import { mustWorkOn } from './sight.ts';

interface MergeIncident {
  readonly id: string;
  readonly into: string;
}

/** Ends an incident as a duplicate of another, both logs in one transaction; answers with the other one. */
export async function mergeIncident(ctx: Ctx, { id, into }: MergeIncident): Promise<Incident> {
  permit(ctx, 'incident.merge');
  return withRetries(ctx, async (tx) => {
    const { source, target } = await loadBoth(tx, { id, into });
    for (const each of [source, target]) mustWorkOn(ctx, each);
    const merge = decideMerge(source, target);
    if (!merge.ok) throw refused(merge);
    await append(tx, source, { id, events: [merge.source] });
    return append(tx, target, { id: into, events: [merge.target] });
  });
}

/** Locks both in the order of their ids, so that two merges the other way round wait instead of blocking each other. */
async function loadBoth(
  tx: Tx,
  { id, into }: MergeIncident,
): Promise<{ source: Incident; target: Incident }> {
  const [first, second] = id < into ? [id, into] : [into, id];
  const one = await requireIncident(tx, first, true);
  const other = await requireIncident(tx, second, true);
  return one.id === id ? { source: one, target: other } : { source: other, target: one };
}
