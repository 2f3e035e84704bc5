import { sql } from 'kysely';
import { actorName } from '@fieldmarshal/contract';
import type { Tx } from '#platform';

/** The route of groups that people made by linking alerts to an incident by hand. */
const byHand = 'by-hand';

/** False where there is no such group. A group of an incident that has ended meanwhile is closed at once. */
export async function linkGroupTo({ db, now }: Tx, groupId: number, incidentId: string): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update alert_group set incident_id = ${incidentId},
      state = case when ended then 'closed' else state end, closed_at = case when ended then ${now} else closed_at end
    from (select exists (select 1 from ended_incident where incident_id = ${incidentId}) as ended) e
    where id = ${groupId} returning id`.execute(db);
  return rows.length > 0;
}

/**
 * Closes the incident's groups, and remembers that it ended for a group that is linked only now. Of an incident that goes on again by now
 * it changes nothing: that it ended may be taken up after it was opened again. Gives whether it has ended.
 */
export async function closeIncidentGroups({ db, now }: Tx, incidentId: string): Promise<boolean> {
  if ((await isOpen(db, incidentId)) === true) return false;
  await sql`insert into ended_incident values (${incidentId}, ${now}) on conflict do nothing`.execute(db);
  await db
    .updateTable('alert_group')
    .set({ state: 'closed', closed_at: now })
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'open')
    .execute();
  return true;
}

export async function reopenIncidentGroups({ db }: Tx, incidentId: string): Promise<void> {
  if ((await isOpen(db, incidentId)) === false) return;
  await db.deleteFrom('ended_incident').where('incident_id', '=', incidentId).execute();
  await sql`
    update alert_group g set state = 'open', closed_at = null
    where g.id in (select distinct on (route, md5(key)) id from alert_group where incident_id = ${incidentId} and state = 'closed'
        order by route, md5(key), id desc)
      and not exists (select 1 from alert_group o where o.route = g.route and md5(o.key) = md5(g.key) and o.state = 'open')`.execute(
    db,
  );
}

/** Whether the incident goes on, held until the transaction ends; `undefined` where it is not stored. */
async function isOpen(db: Tx['db'], incidentId: string): Promise<boolean | undefined> {
  const incident = await db
    .selectFrom('incident')
    .select('is_open')
    .where('id', '=', incidentId)
    .forShare()
    .executeTakeFirst();
  return incident?.is_open;
}

/** The incident that this one was merged into at last, itself where it was not. */
export async function heirOf({ db }: Tx, incidentId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive merged as (
      select id, merged_into, 1 as step from incident where id = ${incidentId}
      union all
      select i.id, i.merged_into, step + 1 from incident i join merged m on i.id = m.merged_into where step < ${mergesMax}
    )
    select id from merged where merged_into is null`.execute(db);
  return rows[0]?.id ?? incidentId;
}

/** What merged into what is followed so far: nobody merges more often. */
const mergesMax = 50;

/** Whether the incident's log says by now that people linked the alert to it; `undefined` where the incident is not stored. */
export async function isLinked(
  { db }: Tx,
  alertId: string,
  incidentId: string,
): Promise<boolean | undefined> {
  const { rows } = await sql<{ linked: boolean }>`
    select fold -> 'alerts' @> ${JSON.stringify([{ alert: alertId }])}::jsonb as linked from incident
    where id = ${incidentId}`.execute(db);
  return rows[0]?.linked;
}

/** Ids of the groups that now belong to the other incident; where that has ended by now they are closed at once. */
export async function moveGroups({ db, now }: Tx, from: string, into: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update alert_group set incident_id = ${into},
      state = case when ended then 'closed' else state end, closed_at = case when ended then coalesce(closed_at, ${now}) else closed_at end
    from (select exists (select 1 from ended_incident where incident_id = ${into}) as ended) e
    where incident_id = ${from} returning id`.execute(db);
  return rows.map((row) => row.id);
}

/** The incident's group for alerts linked by hand. */
export async function groupForIncident({ db, now }: Tx, incidentId: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into alert_group (route, key, labels, state, action, title, integration, integration_name, incident_id, opened_at)
    values (${byHand}, ${incidentId}, '{}', 'open', 'incident', ${`Linked to ${incidentId} by hand`}, '', '', ${incidentId}, ${now})
    on conflict (route, md5(key)) where state = 'open' do update set incident_id = excluded.incident_id
    returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the group for alerts linked by hand was not made');
  return id;
}

/** Moves alerts to a group; the groups they came from have changed too. */
export async function moveAlertsTo(
  { db, now, ctx }: Tx,
  ids: readonly number[],
  groupId: number,
): Promise<{ moved: number; leftGroups: number[] }> {
  const { rows } = await sql<{ left_group: number | null }>`
    with old as (select id, group_id from alert where id = any(${[...ids]}::bigint[]) and group_id is distinct from ${groupId} order by id for update),
    moved as (update alert a set group_id = ${groupId}, changed_at = ${now} from old where a.id = old.id),
    noted as (insert into alert_event (alert_id, at, type, actor) select id, ${now}, 'grouped', ${actorName(ctx.actor)} from old)
    select group_id as left_group from old`.execute(db);
  return { moved: rows.length, leftGroups: rows.flatMap((row) => row.left_group ?? []) };
}

/** Takes an alert out of the group of those linked to the incident by hand, and gives that group; `null` where it was not in it. */
export async function releaseAlertFrom(
  { db, now, ctx }: Tx,
  id: number,
  incidentId: string,
): Promise<number | null> {
  const { rows } = await sql<{ left_group: number }>`
    with old as (
      select a.id, a.group_id from alert a join alert_group g on g.id = a.group_id
      where a.id = ${id} and g.route = ${byHand} and g.incident_id = ${incidentId} for update of a
    ),
    released as (update alert a set group_id = null, changed_at = ${now} from old where a.id = old.id),
    noted as (
      insert into alert_event (alert_id, at, type, actor, detail)
      select id, ${now}, 'grouped', ${actorName(ctx.actor)}, ${`no longer linked to ${incidentId}`} from old
    )
    select group_id as left_group from old`.execute(db);
  return rows[0]?.left_group ?? null;
}
