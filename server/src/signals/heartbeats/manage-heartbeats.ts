import { randomBytes, randomUUID } from 'node:crypto';
import type { Heartbeat } from '@fieldmarshal/contract/signals';
import { audit, permit } from '#identity';
import { AppError, inTransaction, isUniqueViolation, notFound, sightOf, type Ctx, type Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { isHidden } from '../core/sight.ts';
import { storeSignals } from '../intake/storing/store-signals.ts';
import { readRouting } from '../routing.ts';
import {
  listHeartbeats,
  lockHeartbeat,
  removeHeartbeat,
  saveHeartbeat,
  type StoredHeartbeat,
} from '../store/heartbeat-store.ts';
import { heartbeatKeyHash } from './beat.ts';
import { heartbeatSignal } from './heartbeat-signal.ts';

interface Wanted {
  readonly name: string;
  readonly intervalS: number;
  readonly graceS: number;
  readonly labels: Readonly<Record<string, string>>;
}

type WithKey = Heartbeat & { key: string; path: string };

/** The integration of heartbeats that have a key of their own. */
const own = { id: 'heartbeats', name: 'Heartbeats' };

export async function readHeartbeats(ctx: Ctx): Promise<{ items: Heartbeat[] }> {
  permit(ctx, 'heartbeat.read');
  const stored = await listHeartbeats(ctx.env.databases[ctx.pool]);
  return { items: stored.filter((each) => sees(ctx, each)).map((each) => view(each)) };
}

/** Expects a heartbeat from its first beat on. The key is shown this once. */
export async function createHeartbeat(ctx: Ctx, wanted: Wanted): Promise<WithKey> {
  permit(ctx, 'heartbeat.write');
  const key = newKey();
  const made = await inTransaction(ctx, async (tx) => {
    const heartbeat: StoredHeartbeat = {
      ...wanted,
      id: randomUUID(),
      integration: own,
      hasKey: true,
      state: 'waiting',
      lastBeatAt: null,
      dueAt: null,
      createdAt: tx.now,
    };
    await save(tx, { before: null, heartbeat, keyHash: heartbeatKeyHash(key) });
    return heartbeat;
  });
  return { ...view(made), key, path: `/intake/heartbeat/${key}` };
}

/** A pause, and resuming, ends an alarm; after it the next beat is waited for. */
export async function changeHeartbeat(
  ctx: Ctx,
  { id, paused, ...wanted }: Wanted & { readonly id: string; readonly paused: boolean },
): Promise<Heartbeat> {
  permit(ctx, 'heartbeat.write');
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const before = await mustLock(tx, id);
    const state = paused ? 'paused' : before.state === 'paused' ? 'waiting' : before.state;
    const waitMs = (wanted.intervalS + wanted.graceS) * 1000;
    const dueAt =
      state === 'alive' && before.lastBeatAt ? new Date(before.lastBeatAt.getTime() + waitMs) : null;
    const heartbeat = { ...before, ...wanted, state, dueAt } as const;
    if (before.state === 'missed' && paused)
      await storeSignals(tx, [heartbeatSignal(before, 'resolve')], routing);
    await save(tx, { before, heartbeat });
    return view(heartbeat);
  });
}

/** The old key stops working at once. */
export async function renewHeartbeatKey(ctx: Ctx, { id }: { readonly id: string }): Promise<WithKey> {
  permit(ctx, 'heartbeat.write');
  const key = newKey();
  const heartbeat = await inTransaction(ctx, async (tx) => {
    const before = await mustLock(tx, id);
    await saveHeartbeat(tx, { heartbeat: before, keyHash: heartbeatKeyHash(key) });
    audit(tx, { action: 'heartbeat.key-renewed', subject: `heartbeat/${id}` });
    return before;
  });
  return { ...view(heartbeat), key, path: `/intake/heartbeat/${key}` };
}

export async function deleteHeartbeat(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<Record<string, never>> {
  permit(ctx, 'heartbeat.write');
  const routing = await readRouting(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const before = await mustLock(tx, id);
    if (before.state === 'missed') await storeSignals(tx, [heartbeatSignal(before, 'resolve')], routing);
    await removeHeartbeat(tx, id);
    audit(tx, { action: 'heartbeat.deleted', subject: `heartbeat/${id}`, before: view(before) });
    tx.changed('alerts');
  });
  return {};
}

async function mustLock(tx: Tx, id: string): Promise<StoredHeartbeat> {
  const heartbeat = await lockHeartbeat(tx, id);
  if (!heartbeat || !sees(tx.ctx, heartbeat)) throw notFound('This heartbeat');
  return heartbeat;
}

/** What is missed in an environment is as hidden as the alert that it raises there. */
function sees({ actor }: Pick<Ctx, 'actor'>, { labels }: Pick<StoredHeartbeat, 'labels'>): boolean {
  const { environment } = labels;
  return environment === undefined || !isHidden({ environments: [environment] }, sightOf(actor));
}

interface Saving {
  readonly before: StoredHeartbeat | null;
  readonly heartbeat: StoredHeartbeat;
  readonly keyHash?: string;
}

async function save(tx: Tx, { before, heartbeat, keyHash }: Saving): Promise<void> {
  try {
    await saveHeartbeat(tx, { heartbeat, keyHash });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = 'is the name of another heartbeat';
    throw new AppError('conflict', `name: ${message}`, { faults: [{ path: 'name', message }] });
  }
  audit(tx, {
    action: before ? 'heartbeat.changed' : 'heartbeat.created',
    subject: `heartbeat/${heartbeat.id}`,
    before: before ? view(before) : undefined,
    after: view(heartbeat),
  });
  tx.changed('alerts');
}

function newKey(): string {
  return `hb_${randomBytes(24).toString('base64url')}`;
}

function view(heartbeat: StoredHeartbeat): Heartbeat {
  return {
    id: heartbeat.id,
    name: heartbeat.name,
    integration: { ...heartbeat.integration },
    intervalS: heartbeat.intervalS,
    graceS: heartbeat.graceS,
    labels: { ...heartbeat.labels },
    state: heartbeat.state,
    lastBeatAt: heartbeat.lastBeatAt?.toISOString() ?? null,
    dueAt: heartbeat.dueAt?.toISOString() ?? null,
  };
}
