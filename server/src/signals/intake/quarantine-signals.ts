import { z } from 'zod';
import { inTransaction, systemCtx, type Env } from '#platform';
import type { Signal } from '../core/signal.ts';
import { keepUnparsed } from '../store/unparsed-store.ts';
import { parseJson } from './body.ts';
import { makeSignal } from './make-signal.ts';

/** Keeps signals that were understood but could not be stored, as they are, so that they can be replayed once the cause is mended. */
export async function quarantineSignals(env: Env, signals: readonly Signal[], error: unknown): Promise<void> {
  const reason = `could not be stored: ${error instanceof Error ? error.message : String(error)}`;
  await inTransaction(systemCtx(env, 'intake', 'intake'), async (tx) => {
    for (const signal of signals) {
      await keepUnparsed(tx, {
        integration: signal.integration,
        endpoint: 'signal',
        contentType: 'application/json',
        headers: {},
        body: storable(JSON.stringify(signal)),
        reason: storable(reason),
      });
    }
    tx.changed('alerts', `${signals.length} signals set aside`);
  });
}

function storable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}

const kept = z.object({
  integration: z.object({ id: z.string(), name: z.string() }),
  source: z.enum(['alertmanager', 'webhook', 'pagerduty', 'opsgenie', 'events', 'heartbeat', 'check']),
  action: z.enum(['fire', 'resolve', 'acknowledge']),
  key: z.string().min(1).max(512),
  title: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  link: z.string().nullable(),
  startsAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  expiresAfterMs: z.number().nullable(),
  keepsHistory: z.boolean(),
});

/** A signal that was set aside, made anew. Throws `invalid` where it is not one. */
export function readStoredSignal(text: string): Signal {
  return makeSignal({ ...kept.parse(parseJson(text)), countsDurably: true });
}
