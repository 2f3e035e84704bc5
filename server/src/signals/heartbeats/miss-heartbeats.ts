import type { Ctx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { storeSignals } from '../intake/storing/store-signals.ts';
import { readRouting } from '../routing.ts';
import { takeMissed } from '../store/heartbeat-store.ts';
import { heartbeatSignal } from './heartbeat-signal.ts';

/** Raises an alarm for every heartbeat that did not come in time. */
export async function missHeartbeats(ctx: Ctx): Promise<void> {
  const routing = await readRouting(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const missed = await takeMissed(tx);
    if (missed.length === 0) return;
    await storeSignals(
      tx,
      missed.map((heartbeat) => heartbeatSignal(heartbeat, 'fire')),
      routing,
    );
    tx.changed('alerts', `No heartbeat from ${missed[0]?.name ?? ''}`);
  });
}
