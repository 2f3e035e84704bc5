import { attemptsBetween, serverKey, type DeliveryAttempt } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import type { Input } from '../core/escalation/machine.ts';
import { delayedAfterAttempts, meaningOf } from '../core/escalation/receipt-meaning.ts';
import { pageProgressed } from '../facts.ts';
import { recordRingOutcome, type RingOfDelivery } from '../pages/page-store.ts';
import { loadEscalation, lockPaging } from '../store.ts';
import { takeInput } from './take-input.ts';

/**
 * Takes in what became of a message (`delivery.attempted` and `delivery.settled`): an undelivered page moves on to the person's next
 * contact method, or past a step that nobody can answer, at once. Messages that are not pages are ignored.
 */
export async function recordReceipt(ctx: Ctx, attempt: DeliveryAttempt): Promise<void> {
  const { incidentId } = attempt;
  if (incidentId === null || !attempt.regarding.startsWith('PG-')) return;
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const { key: deliveryKey, detail, attempt: number } = attempt;
    const outcome = outcomeOf(attempt);
    const [, rings] = await Promise.all([
      lockPaging(tx, incidentId),
      recordRingOutcome(tx, { deliveryKey, attempt: number, outcome, detail }),
    ]);
    const [ring] = rings;
    // Reactions may come out of order: what is older than what was told has been told with it.
    if (!ring || ring.toldAttempt > number || (ring.toldAttempt === number && number > 0)) return;
    for (const each of await untold(tx, attempt, ring.toldAttempt))
      tellProgress(tx, { incidentId, attempt: each, ring });
    tellProgress(tx, { incidentId, attempt, ring });
    tx.changed('pages');
    const meaning = meaningOf(attempt);
    if (meaning === null) return;
    for (const { escalationId, person, ring, method } of rings) {
      const escalation = await loadEscalation(tx.db, escalationId);
      if (!escalation) continue;
      const input: Input = { kind: 'receipt', person, ring, method, outcome: meaning };
      await takeInput(tx, { escalation, input, directory: { catalog, contacts }, key });
    }
  });
}

function outcomeOf({
  settled,
  outcome,
}: DeliveryAttempt): 'sent' | 'delivered' | 'failed' | 'retrying' | 'unknown' {
  return outcome === 'failed' && !settled ? 'retrying' : outcome;
}

/** The attempts between the last one told and this one, as they ended. */
async function untold(tx: Tx, attempt: DeliveryAttempt, toldAttempt: number): Promise<DeliveryAttempt[]> {
  if (attempt.attempt - toldAttempt < 2) return [];
  const earlier = await attemptsBetween(tx, attempt.deliveryId, {
    after: toldAttempt,
    before: attempt.attempt,
  });
  return earlier.map((each) => ({ ...attempt, ...each, settled: false }));
}

interface Progress {
  readonly incidentId: string;
  readonly attempt: DeliveryAttempt;
  readonly ring: RingOfDelivery;
}

/** Tells of each attempt that says something new: the first few, and then every tenth. */
function tellProgress(tx: Tx, { incidentId, attempt, ring }: Progress): void {
  const { channel } = attempt;
  const detail = ring.shadowOf === null ? attempt.detail : `As a shadow. ${attempt.detail}`.trim();
  const isNews = attempt.settled || attempt.attempt <= delayedAfterAttempts || attempt.attempt % 10 === 0;
  if (!isNews) return;
  const { pageId, person, team } = ring;
  const outcome = outcomeOf(attempt);
  tx.emit(pageProgressed, incidentId, { pageId, incidentId, person, team, channel, outcome, detail });
}
