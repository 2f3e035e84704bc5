import type { ImpactBrief } from '@fieldmarshal/contract/impact';
import type { briefsInput } from '@fieldmarshal/contract/incidents';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { totalsOf } from '../core/record/totals.ts';
import { graphOf } from '../graph-cache.ts';
import { loadRows } from '../store.ts';

/** How much each of these incidents hits, as their last assessments say; what was not assessed, or is not there, is left out. */
export async function readBriefs(
  ctx: Ctx,
  { incident }: z.output<typeof briefsInput>,
): Promise<{ items: ImpactBrief[] }> {
  permit(ctx, 'incident.read');
  const [records, catalog] = await Promise.all([
    loadRows(ctx.env.databases[ctx.pool], [incident].flat()),
    readCatalog(ctx.env),
  ]);
  const [graph, now] = [graphOf(catalog), ctx.env.clock.now().toISOString()];
  return {
    items: records.map(({ incidentId, rows, beyond, resolvedAt }) => {
      const totals = totalsOf(rows, graph, { now: resolvedAt?.toISOString() ?? now, beyond });
      const { workflows, applications, environments, customers, usersPerHour, userMinutesLost } = totals;
      const all = [workflows, applications, environments, customers];
      return {
        incidentId,
        totals: { applications, customers, usersPerHour, userMinutesLost },
        toConfirm: all.reduce((sum, { toConfirm }) => sum + toConfirm, 0),
      };
    }),
  };
}
