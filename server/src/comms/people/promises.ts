import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { getIncident } from '#incidents';
import { tell } from '#oncall';
import { inTransaction, type Ctx, type Env, type Tx } from '#platform';
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

/** The incident ended, or something was sent about it: what is promised follows. For reactions. */
export async function settlePromises(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => follow(tx, incidentId));
}

/**
 * Makes promise and reminder be what the incident says by now, in whatever order its facts are taken up: what is promised no more is kept, since
 * a message went out or another time was named. Whoever was promised a word is owed it also when the incident is over: the closing one keeps it.
 */
async function follow(tx: Tx, incidentId: string): Promise<void> {
  const { rows } = await sql<{ due: Date | null }>`
    with i as (
      select is_open, update_due, not is_open and merged_into is null and exists (
        select from communication where incident_id = ${incidentId} and sent_at is not null) as is_owed
      from incident where id = ${incidentId} for share),
    p as (
      update update_promise p set kept_at = case
        when i.is_open and p.due = i.update_due then null
        when i.is_owed then coalesce(p.kept_at, (
          select min(sent_at) from communication
          where incident_id = ${incidentId} and stage = 'resolved' and sent_at >= p.made_at))
        else coalesce(p.kept_at, ${tx.now}) end
      from i where p.incident_id = ${incidentId} returning p.due, p.kept_at)
    select case when i.is_open then i.update_due when i.is_owed then (select max(due) from p where kept_at is null) end as due from i`.execute(
    tx.db,
  );
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

async function isOwed(tx: Tx, { incidentId, due }: Pick<Reminder, 'incidentId' | 'due'>): Promise<boolean> {
  const { rows } = await sql`
    select from update_promise where incident_id = ${incidentId} and due = ${due} and kept_at is null`.execute(
    tx.db,
  );
  return rows.length > 0;
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
    const isOver = incident.resolvedAt !== null;
    const stands = isOver ? await isOwed(tx, { incidentId, due }) : incident.updateDue === due;
    if (!stands || incident.mergedInto !== null) return;
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
      lines: [
        isOver
          ? 'The incident is over, and the closing message is ready to be approved.'
          : 'A draft of what is known is ready to be approved.',
      ],
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

/** How long a word that is owed after the end of an incident is told of on Now. */
const owedHours = 48;

/** For a notice on Now: customers wait for a word about something that is over, which no list of open incidents shows. Names no incident, since not everybody may see each. */
export async function owedNotice({ databases }: Env): Promise<string | null> {
  const { rows } = await sql<{ due: Date; count: number }>`
    select min(p.due) as due, count(distinct i.id)::int as count from update_promise p join incident i on i.id = p.incident_id
    where p.kept_at is null and p.due between now() - ${owedHours} * interval '1 hour' and now()
      and not i.is_open and i.merged_into is null and not i.drill
    having count(*) > 0`.execute(databases.worker);
  const [owed] = rows;
  if (owed === undefined) return null;
  const of = owed.count === 1 ? 'an incident that is over' : `${owed.count} incidents that are over`;
  return `Customers still wait for the update about ${of} that was promised for ${owed.due.toISOString().slice(11, 16)} UTC. The closing message is ready under Messages.`;
}
