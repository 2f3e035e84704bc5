import { sendTests, type ServerKey } from '#delivery';
import type { Tx } from '#platform';
import { storeAmbush, type AmbushRow, type LaterWay, type Waiting } from '../store/ambush-store.ts';
import { words } from './words.ts';

interface Found {
  readonly waiting: Waiting;
  /** A real SEV1 that is open. */
  readonly sev1: string | null;
  readonly busy: ReadonlySet<string>;
}

/** What becomes of a test that waits: it ends, or its next way is rung. */
export async function settleAmbush(tx: Tx, key: ServerKey, { waiting, sev1, busy }: Found): Promise<void> {
  const end = endOf(waiting, { now: tx.now, sev1, isBusy: busy.has(waiting.person) });
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
  { now, sev1, isBusy }: { readonly now: Date; readonly sev1: string | null; readonly isBusy: boolean },
): Pick<AmbushRow, 'state' | 'answerMs' | 'why'> | null {
  if (answeredAt !== null && answeredAt <= answerBy)
    return { state: 'answered', answerMs: answeredAt.getTime() - askedAt.getTime(), why: null };
  if (sev1 !== null) return { state: 'called-off', answerMs: null, why: 'A SEV1 began meanwhile.' };
  if (isBusy)
    return { state: 'called-off', answerMs: null, why: 'They were paged, or led an incident, meanwhile.' };
  if (now < answerBy) return null;
  return { state: 'missed', answerMs: null, why: allFailed ? 'No message could be delivered.' : null };
}

/** Ways whose time has come; where everything sent so far failed, the next one at once. */
function dueWays({ waysLeft, askedAt, allFailed }: Waiting, now: Date): LaterWay[] {
  const sinceMs = now.getTime() - askedAt.getTime();
  const due = waysLeft.filter(({ afterMs }) => afterMs !== null && afterMs <= sinceMs);
  return due.length === 0 && allFailed ? waysLeft.slice(0, 1) : due;
}
