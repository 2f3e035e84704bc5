import { sql } from 'kysely';
import { z } from 'zod';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { defineTask, handle, inTransaction, type Ctx, type Handler, type Tx } from '#platform';
import { assessIncident } from './assess-incident.ts';
import { reweigh } from './core/learn.ts';
import { priorModel } from './core/model.ts';
import { loadJudged, storeTold } from './store/flag-store.ts';
import { loadWeights, storeWeights } from './store/model-store.ts';
import { assessTask } from './task.ts';
import { tellAnalyst } from './tell-analyst.ts';

const learnTask = defineTask('rca.learn', { lane: 'chore', payload: z.unknown(), everyMs: 86_400_000 });
const tendTask = defineTask('rca.tend', { lane: 'chore', payload: z.unknown(), everyMs: 3_600_000 });

/** Once a night: new weights, where there are verdicts enough and the latest would have been foretold better. */
async function learn(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const judged = await loadJudged(tx.db);
    const { model } = await loadWeights(tx.db);
    const better = reweigh(priorModel, model, judged);
    if (better === null) return;
    await storeWeights(tx, better, judged.length);
    tx.changed('rca');
  });
}

const askedEachWeek = 3;
const dayMs = 86_400_000;
/** An analysis that is so late is no longer its team's business alone. */
const leadsHearAfterDays = 7;

/** Once an hour: asks about unflagged incidents once a week, and reminds of analyses that are due. */
export async function tendRca(ctx: Ctx): Promise<void> {
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  await inTransaction(ctx, async (tx) => {
    await askAboutUnflagged(tx);
    for (const one of await takeDue(tx)) {
      const overdueDays = Math.floor((tx.now.getTime() - Date.parse(one.due_on)) / dayMs);
      const told = await tellAnalyst(tx, {
        ...{ catalog, contacts, team: one.team, owner: one.owner, note: one.note, askedBy: null },
        flag: { incidentId: one.incident_id, title: one.title, questions: one.questions },
        type: 'rca-due',
        leadsToo: overdueDays >= leadsHearAfterDays,
        subject: `The deep root cause analysis of ${one.incident_id} ${dueText(one.due_on, overdueDays)}`,
      });
      await storeTold(tx, one.incident_id, told);
    }
  });
}

function dueText(day: string, overdueDays: number): string {
  if (overdueDays < 1) return `is due ${day}`;
  return `was due ${day}, ${overdueDays} ${overdueDays === 1 ? 'day' : 'days'} ago`;
}

/** By the hash of its id, which nobody chooses: as good as by chance, and the same for every process. */
async function askAboutUnflagged(tx: Tx): Promise<void> {
  const { db, now } = tx;
  const { rows } = await sql`
    update rca_flag set asked_at = ${now} where incident_id in (
      select incident_id from rca_flag
      where accepted is null and asked_at is null and decision in ('below', 'over-budget')
        and resolved_at > ${now}::timestamptz - interval '14 days'
      order by md5(incident_id) limit ${askedEachWeek})
    and not exists (select 1 from rca_flag where asked_at > ${now}::timestamptz - interval '7 days')
    returning incident_id`.execute(db);
  if (rows.length > 0) tx.changed('rca');
}

interface Due {
  readonly incident_id: string;
  readonly title: string;
  readonly team: string | null;
  readonly owner: string | null;
  readonly due_on: string;
  readonly note: string;
  readonly questions: string[];
}

/** From two days before its day on, every third day until it is done. */
async function takeDue({ db, now }: Tx): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    update rca_flag set reminded_at = ${now} where incident_id in (
      select incident_id from rca_flag
      where accepted and done_at is null and due_on <= (${now}::timestamptz + interval '2 days')::date
        and (reminded_at is null or reminded_at < ${now}::timestamptz - interval '3 days')
      order by due_on limit 50)
    returning incident_id, title, team, owner, note, questions, due_on::text as due_on`.execute(db);
  return rows;
}

export const rcaHandlers: readonly Handler[] = [
  handle(assessTask, assessIncident),
  handle(learnTask, learn),
  handle(tendTask, tendRca),
];
