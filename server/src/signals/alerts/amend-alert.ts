import { inTransaction, systemCtx, type Env, type Tx } from '#platform';
import type { Integration } from '../core/signal.ts';
import { addAlertEvent, lockSent, saveSent, type SentAlert } from '../store/senders/sent-alert-store.ts';
import { cleanContent } from '../intake/make-signal.ts';

interface Sent {
  readonly integration: Integration;
  readonly key: string;
}

/** Changes what an open alert says, as its sender asks. Changes nothing where there is no open one with this key. */
export async function amendAlert(
  env: Env,
  { integration, key }: Sent,
  amend: (alert: SentAlert) => SentAlert,
): Promise<void> {
  await onSent(env, { integration, key }, async (tx, alert) => {
    if (alert.state === 'resolved') return;
    const after = cleanContent(amend(alert));
    await saveSent(tx, after);
    await addAlertEvent(tx, { alert: alert.id, type: 'changed', actor: integration.name, detail: null });
  });
}

/** Keeps what the sender notes about the latest alert with this key, open or not. */
export async function noteOnAlert(
  env: Env,
  { integration, key, note }: Sent & { readonly note: string },
): Promise<void> {
  await onSent(env, { integration, key }, async (tx, alert) =>
    addAlertEvent(tx, { alert: alert.id, type: 'noted', actor: integration.name, detail: note }),
  );
}

async function onSent(
  env: Env,
  { integration, key }: Sent,
  work: (tx: Tx, alert: SentAlert) => Promise<void>,
): Promise<void> {
  await inTransaction(systemCtx(env, 'intake', 'intake'), async (tx) => {
    const alert = await lockSent(tx, integration.id, { key });
    if (alert === null) return;
    await work(tx, alert);
    tx.changed('alerts');
  });
}
