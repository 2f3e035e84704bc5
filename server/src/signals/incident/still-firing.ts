import { z } from 'zod';
import { defineTask, type Ctx, type Tx } from '#platform';
import type { Routing } from '../core/routing.ts';
import { readRouting } from '../routing.ts';
import { firingAfterEnd } from '../store/covered-store.ts';
import { placeAlerts } from '../alerts/place-alerts.ts';
import { inFreshTransaction } from '../alerts/stale-read.ts';

export const stillFiringTask = defineTask('signals.still-firing', {
  lane: 'react',
  payload: z.object({ incidentId: z.string() }),
});

interface Ended {
  readonly incidentId: string;
  readonly which: 'all' | 'came-later';
  readonly routing: Routing;
}

/**
 * Groups what fires in the groups of an ended incident as if it had just arrived, which opens a new incident where its route says so. The old
 * groups keep what was told of them.
 */
export async function regroupFiring(tx: Tx, { incidentId, which, routing }: Ended): Promise<void> {
  for await (const alerts of firingAfterEnd(tx, incidentId, which))
    await placeAlerts(tx, alerts, { routing, event: { type: 'grouped', actor: `after ${incidentId}` } });
}

/** A while after an incident ended: what still fires was not fixed, or is something else. Nothing where it goes on again. */
export async function takeStillFiring(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  const routing = await readRouting(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    await regroupFiring(tx, { incidentId, which: 'all', routing });
    tx.changed('alerts');
  });
}
