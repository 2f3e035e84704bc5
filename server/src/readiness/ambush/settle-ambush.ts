import { sendTests, type ServerKey } from '#delivery';
import type { Tx } from '#platform';
import { storeAmbush, type AmbushRow, type LaterWay, type Waiting } from '../store/ambush-store.ts';
import { words } from './words.ts';

interface Found {
  readonly waiting: Waiting;
  /** What has come between since it began; null: nothing. It then rings no more and counts for nothing. */
  readonly between: string | null;
}

/** What becomes of a test that waits: it ends, or its next way is rung. */
export async function settleAmbush(tx: Tx, key: ServerKey, { waiting, between }: Found): Promise<void> {
  const end = endOf(waiting, { now: tx.now, between });
  if (end !== null) {
    await storeAmbush(tx.db, { ...waiting, ...end });
    tx.changed('readiness');
    return;
  }
  const due = dueWays(waiting, tx.now);
  if (due.length === 0) return;
  const tests = await sendTests(tx, key, { person: waiting.person, ways: due, ...words });
  await storeAmbush(tx.db, {
    ...waiting,
    tests: [...waiting.tests, ...tests],
    waysLeft: waiting.waysLeft.filter((way) => !due.includes(way)),
  });
}

function endOf(
  { answeredAt, askedAt, answerBy, allFailed }: Waiting,
  { now, between }: { readonly now: Date; readonly between: string | null },
): Pick<AmbushRow, 'state' | 'answerMs' | 'why'> | null {
  if (answeredAt !== null && answeredAt <= answerBy)
    return { state: 'answered', answerMs: answeredAt.getTime() - askedAt.getTime(), why: null };
  if (between !== null) return { state: 'called-off', answerMs: null, why: between };
  if (now < answerBy) return null;
  return { state: 'missed', answerMs: null, why: allFailed ? 'No message could be delivered.' : null };
}

/** Ways whose time has come; where everything sent so far failed, the next one at once. */
function dueWays({ waysLeft, askedAt, allFailed }: Waiting, now: Date): LaterWay[] {
  const sinceMs = now.getTime() - askedAt.getTime();
  const due = waysLeft.filter(({ afterMs }) => afterMs !== null && afterMs <= sinceMs);
  return due.length === 0 && allFailed ? waysLeft.slice(0, 1) : due;
}
