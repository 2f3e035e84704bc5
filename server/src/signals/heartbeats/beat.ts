import { createHash, randomUUID } from 'node:crypto';
import { systemCtx, type Env, type Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import type { Integration } from '../core/signal.ts';
import type { Routing } from '../core/routing.ts';
import { storeSignals } from '../intake/storing/store-signals.ts';
import { readRouting } from '../routing.ts';
import { beatByKey, beatByName, type Beaten, type StoredHeartbeat } from '../store/heartbeat-store.ts';
import { heartbeatSignal } from './heartbeat-signal.ts';

const graceDefaultS = 60;

export function heartbeatKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** A beat with a heartbeat's own key; `null` where the key belongs to none. Ends the alarm that was raised when it was missed. */
export async function beatWithKey(env: Env, key: string): Promise<StoredHeartbeat | null> {
  return beat(env, async (tx) => beatByKey(tx, heartbeatKeyHash(key)));
}

/** A beat with an integration's key. The first one of a name is remembered; somebody must say how often to expect it before it can be missed. */
export async function beatAs(
  env: Env,
  integration: Integration,
  name: string,
): Promise<StoredHeartbeat | null> {
  const named = { id: randomUUID(), integration, name, graceS: graceDefaultS };
  return beat(env, async (tx) => beatByName(tx, named));
}

async function beat(env: Env, note: (tx: Tx) => Promise<Beaten | null>): Promise<StoredHeartbeat | null> {
  const routing: Routing = await readRouting(env);
  return inFreshTransaction(systemCtx(env, 'intake', 'intake'), async (tx) => {
    const beaten = await note(tx);
    if (beaten === null) return null;
    if (beaten.before === 'missed') {
      await storeSignals(tx, [heartbeatSignal(beaten.heartbeat, 'resolve')], routing);
      tx.changed('alerts');
    }
    return beaten.heartbeat;
  });
}
