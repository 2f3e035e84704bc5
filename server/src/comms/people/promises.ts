import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { getIncident } from '#incidents';
import { tell } from '#oncall';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { promiseKey, promiseTask } from '../jobs.ts';

/** The Field Marshal is reminded so long before the next update is due; of a shorter promise, at half of its time. */
const soonMs = 5 * 60_000;

/** Somebody promised the next update, took the promise back, or kept it: the timer that reminds follows. For reactions. */
export async function takePromise(
  ctx: Ctx,
  { incidentId, due }: { readonly incidentId: string; readonly due: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await keepOpen(tx, incidentId);
    if (due === null) {
      tx.cancelTimer(promiseKey(incidentId));
      return;
    }
    await sql`
      insert into update_promise (incident_id, due, made_at) values (${incidentId}, ${due}, now())
      on conflict (incident_id, due) do update set kept_at = null`.execute(tx.db);
    const leftMs = Date.parse(due) - tx.now.getTime();
    const soon = new Date(tx.now.getTime() + Math.max(leftMs - soonMs, leftMs / 2));
    tx.setTimer(promiseTask, {
      key: promiseKey(incidentId),
      payload: { incidentId, due, when: 'soon' },
      dueAt: soon,
    });
  });
}

/** Nothing more is promised about what is over. For reactions. */
export async function endPromises(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await keepOpen(tx, incidentId);
    tx.cancelTimer(promiseKey(incidentId));
  });
}

/** A message that went out keeps what was promised until then. */
async function keepOpen(tx: Tx, incidentId: string): Promise<void> {
  await tx.db
    .updateTable('update_promise')
    .set({ kept_at: tx.now })
    .where('incident_id', '=', incidentId)
    .where('kept_at', 'is', null)
    .execute();
}

interface Reminder {
  readonly incidentId: string;
  readonly due: string;
  readonly when: 'soon' | 'late';
}

/** Reminds who leads that the next update is near, and again when it is late; Now shows it as late by itself. For its timer. */
export async function remind(ctx: Ctx, { incidentId, due, when }: Reminder): Promise<void> {
  const [incident, catalog, contacts] = await Promise.all([
    getIncident(ctx, { id: incidentId }),
    readCatalog(ctx.env),
    readContacts(ctx.env),
  ]);
  await inTransaction(ctx, async (tx) => {
    if (incident.updateDue !== due || incident.resolvedAt !== null || incident.mergedInto !== null) return;
    const people = incident.roles
      .filter(({ role }) => role === 'field-marshal' || role === 'communications')
      .map(({ person }) => person);
    const at = `${due.slice(11, 16)} UTC`;
    await tell(tx, {
      catalog,
      contacts,
      people,
      type: 'update-due',
      key: `promise-${incidentId}-${Date.parse(due)}-${when}`,
      subject:
        when === 'soon'
          ? `${incidentId}: the next update is due at ${at}`
          : `${incidentId}: the update promised for ${at} is late`,
      lines: ['A draft of what is known is ready to be approved.'],
      path: `/incidents/${encodeURIComponent(incidentId)}?panel=comms`,
    });
    if (when === 'soon')
      tx.setTimer(promiseTask, {
        key: promiseKey(incidentId),
        payload: { incidentId, due, when: 'late' },
        dueAt: new Date(due),
      });
    else tx.changed('incidents');
  });
}
