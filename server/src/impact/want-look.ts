import { inTransaction, type Ctx, type Tx } from '#platform';
import { lateKey, lateTask, lookAgainTask, lookKey, lookTask } from './jobs.ts';
import { openRecords, wantLook } from './store.ts';

/** Facts that come faster than this are looked at together. */
const restMs = 400;
/** Runs end all the time. */
const runsRestMs = 1_500;
/** Of incidents that are open at once, the newest so many hear of runs at once; the others look by themselves. */
const hearingMax = 100;
/** So long a person has to look at the first assessment. */
export const decideMs = 5 * 60_000;

/** Asks for a new look at an incident: at once, or shortly after the last one began. Never lost: the ask is stored with its cause. */
export async function wantAssessment(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => askFor(tx, incidentId));
}

/** The catalog changed: every incident that is still followed may look different, after whatever is new. */
export async function wantAssessments(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const incidentId of await openRecords(tx.db)) await askFor(tx, incidentId, { unhurried: true });
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
  readonly unhurried?: boolean;
}

async function askFor(
  tx: Tx,
  incidentId: string,
  { restMs: rest = restMs, unhurried = false }: Asking = {},
): Promise<void> {
  const { asked, begun, takenAt } = await wantLook(tx, { incidentId, decideMs, unhurried });
  if (asked) return;
  const dueAt = new Date(Math.max(tx.now.getTime(), (takenAt?.getTime() ?? 0) + rest));
  const task = unhurried ? lookAgainTask : lookTask;
  tx.setTimer(task, { key: lookKey(incidentId), payload: { incidentId }, dueAt });
  if (!begun) return;
  const late = new Date(tx.now.getTime() + decideMs);
  tx.setTimer(lateTask, { key: lateKey(incidentId), payload: { incidentId }, dueAt: late });
}
