import { sql } from 'kysely';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { defineTask, inTransaction, type Ctx, type Tx } from '#platform';

export const remindTask = defineTask('insights.remind', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 3_600_000,
});

/** Once an hour: reminds owners, else the whole team, of actions that are due or overdue. Those of nobody are only on the list. */
export async function remindOfActions(ctx: Ctx): Promise<void> {
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  await inTransaction(ctx, async (tx) => {
    for (const { incident_id: id, number, title, what, owner, team, due_on: due, overdue } of await takeDue(
      tx,
    )) {
      const members = team === null ? [] : catalog.teamMembers(team).map(({ name }) => name);
      await tell(tx, {
        ...{ catalog, contacts, people: owner === null ? members : [owner], type: 'action-due' },
        key: `action-due-${id}-A${number}-${tx.now.getTime()}`,
        path: `/incidents/${id}/review`,
        subject: `Action A${number} of ${id} ${overdue ? 'was' : 'is'} due ${due}`,
        lines: [what, `From the review of ${id}: ${title}`],
      });
    }
  });
}

interface Due {
  readonly incident_id: string;
  readonly number: number;
  readonly title: string;
  readonly what: string;
  readonly owner: string | null;
  readonly team: string | null;
  readonly due_on: string;
  readonly overdue: boolean;
}

const eachRunMax = 50;

/** From two days before its day on, every third day until it is over; the longest due first. */
async function takeDue({ db, now }: Tx): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select a.incident_id, a.number, i.title, a.title as what, a.owner, a.team, a.due_on
      from incident_action a join incident i on i.id = a.incident_id
      left join action_reminder r on r.incident_id = a.incident_id and r.number = a.number and r.due_on = a.due_on
      where a.state in ('open', 'doing') and not a.drill and (a.owner is not null or a.team is not null)
        and a.due_on <= ((${now}::timestamptz + interval '2 days') at time zone 'UTC')::date
        and (r.told_at is null or r.told_at < ${now}::timestamptz - interval '3 days')
      order by a.due_on, a.incident_id, a.number limit ${eachRunMax}),
    told as (
      insert into action_reminder (incident_id, number, due_on, told_at)
      select incident_id, number, due_on, ${now} from due
      on conflict (incident_id, number) do update set due_on = excluded.due_on, told_at = excluded.told_at)
    select incident_id, number, title, what, owner, team, due_on::text as due_on,
      due_on < (${now}::timestamptz at time zone 'UTC')::date as overdue
    from due order by due.due_on, incident_id, number`.execute(db);
  return rows;
}
