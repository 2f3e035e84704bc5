import { countDeliveryAttempt, inTransaction, type Ctx, type Env, type Tx } from '#platform';
import type { Outcome } from '../channel.ts';
import { tellReceipt } from '../receipts/take-receipt.ts';
import type { RoutedOutcome } from './routed.ts';
import { nextAttemptAt } from '../core/retry.ts';
import { deliveryAttempted, deliverySettled } from '../facts.ts';
import { setDeliverTimer } from '../jobs.ts';
import { isCarried, isSetAnew, lockDestination, takeAlong, type Carried } from './bundling.ts';
import {
  closeAttempt,
  cutOffDetail,
  loadDelivery,
  openAttempt,
  setState,
  settleSent,
  withdrawAttempt,
  type StoredDelivery,
} from '../store.ts';

/** An open attempt of a delivery; `openedAt` is database time. */
export interface Attempt {
  readonly delivery: StoredDelivery;
  readonly attempt: number;
  readonly openedAt: Date;
  /** What leaves with it as one message. */
  readonly carried?: readonly Carried[];
}

const cutOff: Outcome = { outcome: 'unknown', detail: cutOffDetail };

/** A process that took longer than this to open an attempt may have been paused, and looks again. */
const pausedMs = 1_000;

interface Begin {
  readonly deliveryId: string;
  /** This process opened the last attempt and never made it. */
  readonly unmade: boolean;
  readonly channel: string;
  readonly destination: string;
}

/** Opens the next attempt, or says that none is wanted any more. */
export async function beginAttempt(ctx: Ctx, { deliveryId, unmade, ...to }: Begin): Promise<Attempt | null> {
  const startedAt = performance.now();
  const opened = await inTransaction(ctx, async (tx) => {
    await lockDestination(tx, to);
    const delivery = await loadDelivery(tx.db, deliveryId, 'for update');
    if (!delivery || delivery.settledAt !== null) return null;
    if (isCarried(delivery, tx.now) || (await isSetAnew(tx, delivery))) return null;
    const wasCutOff = delivery.state === 'sending' && !unmade;
    if (wasCutOff) announce(tx, { delivery, attempt: delivery.attempts, outcome: cutOff, settled: false });
    if (delivery.cancelledWhy !== null) {
      if (unmade) await withdrawAttempt(tx, delivery);
      else if (wasCutOff) await closeAttempt(tx, delivery, cutOff);
      await drop(tx, delivery);
      return null;
    }
    const attempt = unmade ? delivery.attempts : delivery.attempts + 1;
    await openAttempt(tx, deliveryId, attempt);
    return { delivery, attempt, openedAt: tx.now, carried: await takeAlong(tx, delivery) };
  });
  const wasPaused = performance.now() - startedAt > pausedMs;
  return opened !== null && wasPaused && !(await isStillOpen(ctx.env, opened)) ? null : opened;
}

/** Whether nobody took the attempt over while this process was paused. */
export async function isStillOpen(env: Env, { delivery, attempt }: Attempt): Promise<boolean> {
  const now = await loadDelivery(env.databases.worker, delivery.id);
  return now?.state === 'sending' && now.attempts === attempt && now.cancelledWhy === null;
}

/** Stores what became of an attempt, and sets the next one where there is reason for it. */
export async function recordOutcome(ctx: Ctx, open: Attempt, outcome: RoutedOutcome): Promise<void> {
  countDeliveryAttempt(open.delivery.channel, outcome.outcome);
  await (outcome.outcome === 'sent' ? recordSent(ctx, open, outcome) : recordUnsent(ctx, open, outcome));
}

/** In as few round trips as can be: what is not recorded when its process dies is sent a second time. */
async function recordSent(
  ctx: Ctx,
  { delivery, attempt }: Attempt,
  outcome: Extract<RoutedOutcome, { outcome: 'sent' }>,
): Promise<void> {
  const { detail, provider, externalId = null } = outcome;
  await inTransaction(
    { ...ctx, pool: 'sent' },
    async (tx, isOurs) => {
      if (!isOurs) return;
      announce(tx, { delivery, attempt, outcome, settled: true });
      if (provider !== null) await tellReceipt(tx, delivery.id);
      tx.changed('deliveries');
    },
    async ({ db }) => settleSent(db, delivery.id, { attempt, detail, provider, externalId }),
  );
}

async function recordUnsent(ctx: Ctx, open: Attempt, outcome: Unsent): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const delivery = await loadDelivery(tx.db, open.delivery.id, 'for update');
    // Another process called this attempt unknown and makes its own.
    if (!delivery || delivery.attempts !== open.attempt || delivery.state !== 'sending') return;
    await closeAttempt(tx, delivery, outcome);
    const again = retryAt(tx, delivery, outcome);
    if (again === null) {
      await setState(tx, delivery.id, { state: outcome.outcome, settled: true, detail: outcome.detail });
    } else if (delivery.cancelledWhy !== null) {
      await drop(tx, delivery);
    } else {
      const seconds = Math.ceil((again.getTime() - tx.now.getTime()) / 1000);
      const state = outcome.outcome === 'unknown' ? 'unknown' : 'queued';
      const detail = `${outcome.detail} Trying again in ${seconds} s.`;
      await setState(tx, delivery.id, { state, settled: false, detail });
      setDeliverTimer(tx, delivery, again);
    }
    announce(tx, { delivery, attempt: open.attempt, outcome, settled: again === null });
    tx.changed('deliveries');
  });
}

/** What became of the message is what became of all it carried; each has its own record of it. */
export async function recordCarried(
  ctx: Ctx,
  { carried = [], openedAt, delivery: lead }: Attempt,
  outcome: RoutedOutcome,
): Promise<void> {
  const detail = `One of ${carried.length + 1} in one message (${lead.key}). ${outcome.detail}`.slice(
    0,
    1_000,
  );
  // Receipts come by the id of the message itself, and are passed on from there.
  const shared =
    outcome.outcome === 'sent'
      ? { outcome: 'sent' as const, detail, provider: outcome.provider }
      : { ...outcome, detail };
  for (const each of carried) await recordOutcome(ctx, { ...each, openedAt }, shared);
}

type Unsent = Exclude<Outcome, { outcome: 'sent' }>;

function retryAt(tx: Tx, delivery: StoredDelivery, outcome: Unsent): Date | null {
  if (outcome.outcome === 'failed' && outcome.permanent) return null;
  return nextAttemptAt({
    attempts: delivery.attempts,
    retryAfterMs: outcome.outcome === 'failed' ? outcome.retryAfterMs : undefined,
    createdAt: delivery.createdAt,
    now: tx.now,
    chance: Math.random(),
  });
}

interface PutBack {
  readonly deliveryId: string;
  /** This process opened the last attempt and never made it. */
  readonly unmade: boolean;
  readonly waitMs: number;
  readonly why: string;
  readonly circuitOpen: boolean;
}

/** Leaves a message in the outbox for later; nothing was sent. */
export async function putBack(
  ctx: Ctx,
  { deliveryId, unmade, waitMs, why, circuitOpen }: PutBack,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const delivery = await loadDelivery(tx.db, deliveryId, 'for update');
    if (!delivery || delivery.settledAt !== null) return;
    if (unmade) await withdrawAttempt(tx, delivery);
    // An attempt that somebody else left open stays so, for the next one to call unknown.
    if (unmade || delivery.state === 'queued')
      await setState(tx, deliveryId, { state: 'queued', settled: false, detail: why });
    // All that wait for one that is away come back spread out: thousands at a time would hold up what goes to others.
    const spreadMs = circuitOpen ? (waitMs / 2) * Math.random() : 0;
    setDeliverTimer(tx, delivery, new Date(tx.now.getTime() + waitMs + spreadMs));
    const outcome: Outcome = { outcome: 'failed', permanent: false, detail: why };
    if (circuitOpen && delivery.detail === '')
      announce(tx, { delivery, attempt: 0, outcome, settled: false });
  });
}

async function drop(tx: Tx, { id, cancelledWhy }: StoredDelivery): Promise<void> {
  await setState(tx, id, { state: 'cancelled', settled: true, detail: `Dropped: ${cancelledWhy ?? ''}` });
}

interface Announcement {
  readonly delivery: StoredDelivery;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly settled: boolean;
}

/** Tells other domains what became of an attempt. */
function announce(tx: Tx, { delivery, attempt, outcome, settled }: Announcement): void {
  tx.emit(settled ? deliverySettled : deliveryAttempted, delivery.regarding, {
    deliveryId: delivery.id,
    key: delivery.key,
    regarding: delivery.regarding,
    incidentId: delivery.incidentId,
    channel: delivery.channel,
    destination: delivery.destination,
    outcome: outcome.outcome,
    permanent: outcome.outcome === 'failed' && outcome.permanent,
    settled,
    attempt,
    detail: outcome.detail,
  });
}
