import { actorName } from '@fieldmarshal/contract';
import { audit, permit } from '#identity';
import { AppError, type Ctx, type Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import type { Routing } from '../core/routing.ts';
import { parseWebhook } from '../intake/alertmanager/webhook.ts';
import { isRecord, parseJson } from '../intake/body.ts';
import type { Item } from '../intake/events/read-item.ts';
import { readBinary, readJson } from '../intake/events/routes.ts';
import { readStoredSignal } from '../intake/quarantine-signals.ts';
import { storeSignals } from '../intake/storing/store-signals.ts';
import { readRouting } from '../routing.ts';
import { findMapping } from '../store/mapping-store.ts';
import { settleUnparsed, type StoredUnparsed } from '../store/unparsed-store.ts';
import { recordChanges } from './record-change.ts';
import { mustFindUnparsed } from './unparsed.ts';

interface Replayed {
  understood: boolean;
  alerts: number;
  changes: number;
  reason: string | null;
}

/** Reads a kept signal again, with the mapping and routes of now, as if it had just arrived. What is still not understood stays as it is. */
export async function replaySignal(ctx: Ctx, { id }: { readonly id: string }): Promise<Replayed> {
  permit(ctx, 'signal.replay');
  const kept = await mustFindUnparsed(ctx, id);
  if (kept.state !== 'kept') throw new AppError('refused', `It was ${kept.state} already.`);
  const items = await readAgain(ctx, kept);
  const unknown = items.find((item) => item.kind === 'unknown');
  if (unknown) return { understood: false, alerts: 0, changes: 0, reason: unknown.reason };
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    if (!(await settleUnparsed(tx, kept.id, { to: 'replayed', by: actorName(ctx.actor) })))
      throw new AppError('conflict', 'Somebody else has settled it at this moment.');
    return store(tx, { kept, items, routing });
  });
}

interface Storing {
  readonly kept: StoredUnparsed;
  readonly items: readonly Item[];
  readonly routing: Routing;
}

async function store(tx: Tx, { kept, items, routing }: Storing): Promise<Replayed> {
  const signals = items.flatMap((item) => (item.kind === 'alert' ? [item.signal] : []));
  const changes = items.flatMap((item) => (item.kind === 'change' ? [item.change] : []));
  if (signals.length > 0) await storeSignals(tx, signals, routing);
  if (changes.length > 0)
    await recordChanges(tx, { integration: kept.integration, names: routing.names }, changes);
  audit(tx, { action: 'unparsed-signal.replayed', subject: `unparsed-signal/${kept.id}` });
  tx.changed('alerts');
  return { understood: true, alerts: signals.length, changes: changes.length, reason: null };
}

async function readAgain(
  ctx: Ctx,
  { integration, endpoint, contentType, headers, body }: StoredUnparsed,
): Promise<Item[]> {
  const mapping = await findMapping(ctx.env.databases[ctx.pool], integration.id);
  const options = { integration, mapping, now: ctx.env.clock.now().getTime() };
  try {
    if (endpoint === 'signal') return [{ kind: 'alert', signal: readStoredSignal(body) }];
    if (headers['ce-id'] !== undefined)
      return [readBinary({ ...headers, 'content-type': contentType }, body, options)];
    const value = parseJson(body);
    if (isRecord(value) && Array.isArray(value['alerts']) && endpoint.includes('webhook'))
      return parseWebhook(value['alerts'], integration).map((signal) => ({ kind: 'alert', signal }));
    return readJson(body, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ kind: 'unknown', reason: error.publicMessage, text: body }];
  }
}
