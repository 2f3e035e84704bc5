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
    if (due !== null)
      await sql`
        insert into update_promise (incident_id, due, made_at) values (${incidentId}, ${due}, now())
        on conflict (incident_id, due) do nothing`.execute(tx.db);
    await follow(tx, incidentId);
  });
}

/** Nothing more is promised about what is over. For reactions. */
export async function endPromises(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => follow(tx, incidentId));
}

/**
 * Makes promise and reminder be what the incident says by now, in whatever order its facts are taken up: what is promised no more is kept, since
 * a message went out or another time was named.
 */
async function follow(tx: Tx, incidentId: string): Promise<void> {
  const { rows } = await sql<{ due: Date | null }>`
    with incident as (
      select case when is_open then update_due end as due from incident where id = ${incidentId} for share),
    kept as (
      update update_promise p set kept_at = case when p.due = i.due then null else coalesce(p.kept_at, ${tx.now}) end from incident i
      where p.incident_id = ${incidentId})
    select due from incident`.execute(tx.db);
  const due = rows[0]?.due ?? null;
  if (due === null) {
    tx.cancelTimer(promiseKey(incidentId));
    return;
  }
  const leftMs = due.getTime() - tx.now.getTime();
  tx.setTimer(promiseTask, {
    key: promiseKey(incidentId),
    payload: { incidentId, due: due.toISOString(), when: 'soon' },
    dueAt: new Date(tx.now.getTime() + Math.max(leftMs - soonMs, leftMs / 2)),
  });
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
