import { actorName } from '@fieldmarshal/contract';
import { audit, permit } from '#identity';
import type { Ctx, Tx } from '#platform';
import { place, unrouted, type Routing } from '../core/routing.ts';
import { readRouting } from '../routing.ts';
import { alertsOnRoute, type OpenAlert } from '../store/covered-store.ts';
import { tellChanges } from './join-groups.ts';
import { placeAlerts } from './place-alerts.ts';
import { inFreshTransaction } from './stale-read.ts';

/** Sends the open alerts that no route took through the routes of now, as if they had just arrived. Silenced ones wait for their silence. */
export async function rerouteAlerts(ctx: Ctx): Promise<{ readonly moved: number }> {
  permit(ctx, 'signal.replay');
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    let moved = 0;
    for await (const alerts of alertsOnRoute(tx, unrouted)) moved += await reroute(tx, alerts, routing);
    if (moved > 0) audit(tx, { action: 'alerts.rerouted', subject: `route/${unrouted}`, after: { moved } });
    tx.changed('alerts');
    return { moved };
  });
}

async function reroute(tx: Tx, alerts: readonly OpenAlert[], routing: Routing): Promise<number> {
  const taken = alerts.filter((alert) => {
    const integration = { id: alert.integration, name: alert.integrationName };
    const placement = place(routing, { integration, key: alert.key, labels: alert.labels });
    return placement.route !== unrouted && alert.silencedBy === null;
  });
  const actor = actorName(tx.ctx.actor);
  await placeAlerts(tx, taken, { routing, event: { type: 'rerouted', actor } });
  await tellChanges(
    tx,
    taken.flatMap((alert) => alert.groupId ?? []),
  );
  return taken.length;
}
