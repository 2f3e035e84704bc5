import { inTransaction, type Ctx, type Tx } from '#platform';
import { lateKey, lateTask, lookKey, lookTask } from './jobs.ts';
import { openRecords, wantLook } from './store.ts';

/** Facts that come faster than this are looked at together. */
const restMs = 400;
/** Runs end all the time. */
const runsRestMs = 1_500;
/** Of incidents that are open at once, the newest so many hear of runs at once; the others look by themselves. */
const hearingMax = 100;
/** Looks that one change asks for are so far apart: hundreds of them would else stand before an incident that opens meanwhile. */
const apartMs = 25;
/** So long a person has to look at the first assessment. */
export const decideMs = 5 * 60_000;

/** Asks for a new look at an incident: at once, or shortly after the last one began. Never lost: the ask is stored with its cause. */
export async function wantAssessment(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => askFor(tx, incidentId));
}

/** The catalog changed: every incident that is still followed may look different, the newest first. A new one goes between them. */
export async function wantAssessments(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const [index, incidentId] of (await openRecords(tx.db)).entries())
      await askFor(tx, incidentId, { afterMs: index * apartMs });
  });
}

/** Runs ended: what they show may concern any incident that is followed. */
export async function weighRuns(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const open = await openRecords(tx.db);
    for (const incidentId of open.slice(0, hearingMax)) await askFor(tx, incidentId, { restMs: runsRestMs });
  });
}

interface Asking {
  /** Since the last look began. */
  readonly restMs?: number;
  readonly afterMs?: number;
}

async function askFor(
  tx: Tx,
  incidentId: string,
  { restMs: rest = restMs, afterMs = 0 }: Asking = {},
): Promise<void> {
  const { asked, begun, takenAt } = await wantLook(tx, { incidentId, decideMs });
  if (asked) return;
  const dueAt = new Date(Math.max(tx.now.getTime() + afterMs, (takenAt?.getTime() ?? 0) + rest));
  tx.setTimer(lookTask, { key: lookKey(incidentId), payload: { incidentId }, dueAt });
  if (!begun) return;
  const late = new Date(tx.now.getTime() + decideMs);
  tx.setTimer(lateTask, { key: lateKey(incidentId), payload: { incidentId }, dueAt: late });
}
