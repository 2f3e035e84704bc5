import { sql } from 'kysely';
import type { Ctx } from '#platform';
import { tellChanges } from '../alerts/join-groups.ts';
import { placeAlerts } from '../alerts/place-alerts.ts';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { readRouting } from '../routing.ts';
import { firingOf } from '../store/covered-store.ts';

/**
 * Takes alerts that fire out of the groups of an incident and groups them as if they had just arrived, which opens an incident of their own
 * where their route says so. Their groups take nothing more: what comes next belongs with those that were taken out. What no longer fires,
 * or is not the incident's any more, stays.
 */
export async function placeApart(
  ctx: Ctx,
  { incidentId, alertIds }: { readonly incidentId: string; readonly alertIds: readonly number[] },
): Promise<{ readonly moved: number }> {
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      update alert_group set state = 'closed', closed_at = ${tx.now}
      where state = 'open' and incident_id = ${incidentId}
        and id in (select group_id from alert where id = any(${[...alertIds]}::bigint[]) and state = 'firing')
      returning id`.execute(tx.db);
    let moved = 0;
    for await (const alerts of firingOf(tx, incidentId, alertIds)) {
      await placeAlerts(tx, alerts, {
        routing,
        event: { type: 'grouped', actor: `apart from ${incidentId}` },
      });
      await tellChanges(
        tx,
        alerts.flatMap(({ groupId }) => groupId ?? []),
      );
      moved += alerts.length;
    }
    if (moved > 0 || rows.length > 0) {
      tx.changed('alerts');
      tx.changed(`incident:${incidentId}`);
    }
    return { moved };
  });
}
