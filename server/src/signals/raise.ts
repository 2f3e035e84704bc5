import type { Env, Tx } from '#platform';
import type { Labels } from './core/signal.ts';
import type { Routing } from './core/routing.ts';
import { makeSignal } from './intake/make-signal.ts';
import { storeSignals } from './intake/storing/store-signals.ts';
import { readRouting } from './routing.ts';

/** An alert that this server raises itself, by what it found out. It lasts until it is resolved under the same key. */
export interface OwnAlert {
  readonly action: 'fire' | 'resolve';
  /** Unique among the alerts of checks; at most 512 characters. */
  readonly key: string;
  readonly title: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly link: string | null;
}

/** What routing needs, read before the transaction. */
export type Raise = (tx: Tx, alerts: readonly OwnAlert[]) => Promise<void>;

const integration = { id: 'checks', name: 'Checks' };

/**
 * Stores own alerts as any sender's: routed, grouped, silenced. Call the outer function before the transaction, the inner one inside an
 * `inFreshTransaction`, which begins again where somebody else was first.
 */
export async function raiser(env: Env): Promise<Raise> {
  const routing: Routing = await readRouting(env);
  return async (tx, alerts) => {
    if (alerts.length === 0) return;
    const signals = alerts.map((alert) =>
      makeSignal({
        ...alert,
        integration,
        source: 'check',
        startsAt: null,
        endsAt: null,
        expiresAfterMs: null,
        keepsHistory: false,
        countsDurably: true,
      }),
    );
    await storeSignals(tx, signals, routing);
    tx.changed('alerts', alerts[0]?.title);
  };
}
