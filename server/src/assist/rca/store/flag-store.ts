import type { RcaFlag } from '@fieldmarshal/contract/rca';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { Assessment, FlagDecision, Week } from '../core/assess.ts';
import type { PastCase, RcaCase, Vector } from '../core/case.ts';
import type { Judged } from '../core/card.ts';

type Db = Kysely<DB>;

interface NewFlag {
  readonly one: RcaCase;
  readonly title: string;
  readonly severity: string | null;
  readonly look: number;
  readonly found: Assessment;
  readonly decision: FlagDecision;
  readonly questions: readonly string[];
}

/** Stores what was found; of an incident that people gave a verdict on, nothing changes any more. */
export async function storeFlag({ db, now }: Tx, flag: NewFlag): Promise<void> {
  const { one, title, severity, look, found, decision, questions } = flag;
  const shown = (reasons: readonly { readonly text: string; readonly evidence: string }[]) =>
    JSON.stringify(reasons.map(({ text, evidence }) => ({ text, seq: Number(evidence) })));
  const values = {
    title,
    severity,
    started_at: new Date(one.startedAt),
    resolved_at: new Date(one.resolvedAt.value),
    assessed_at: now,
    look,
    products: one.products.map(({ value }) => value),
    raw: JSON.stringify(found.raw),
    vector: JSON.stringify(found.vector),
    probability: found.probability,
    decision,
    rules: shown(found.rules),
    reasons: shown(found.reasons),
    questions: JSON.stringify(questions),
  };
  await db
    .insertInto('rca_flag')
    .values({ incident_id: one.id, ...values })
    .onConflict((conflict) =>
      conflict.column('incident_id').doUpdateSet(values).where('rca_flag.accepted', 'is', null),
    )
    .execute();
}

const pastMax = 1000;

/** Closed incidents before this one, oldest first. */
export async function loadPast(
  db: Db,
  { id, before }: { readonly id: string; readonly before: string },
): Promise<PastCase[]> {
  const { rows } = await sql<{ started_at: Date; products: string[]; raw: PastCase['raw'] }>`
    select started_at, products, raw from rca_flag
    where incident_id <> ${id} and resolved_at <= ${new Date(before)}
    order by resolved_at desc, incident_id limit ${pastMax}`.execute(db);
  return rows
    .map(({ started_at, products, raw }) => ({ startedAt: started_at.toISOString(), products, raw }))
    .toReversed();
}

export async function loadWeek(
  db: Db,
  { id, until }: { readonly id: string; readonly until: string },
): Promise<Week> {
  const { rows } = await sql<{ resolved: number; flagged: number }>`
    select count(*)::int as resolved, count(*) filter (where decision = 'score')::int as flagged from rca_flag
    where incident_id <> ${id} and resolved_at > ${new Date(until)}::timestamptz - interval '7 days'
      and resolved_at <= ${new Date(until)}`.execute(db);
  return { resolved: (rows[0]?.resolved ?? 0) + 1, flagged: rows[0]?.flagged ?? 0 };
}

interface VerdictRow {
  readonly vector: Vector;
  readonly accepted: boolean;
  readonly probability: number;
  readonly decision: FlagDecision;
}

/** Verdicts that teach, oldest first; those that a reset put aside do not. */
export async function loadJudged(db: Db): Promise<Judged[]> {
  const { rows } = await sql<VerdictRow>`
    select vector, accepted, probability, decision from (
      select * from rca_flag where accepted is not null and not forgotten
      order by verdict_at desc, incident_id limit 500) latest
    order by verdict_at, incident_id`.execute(db);
  return rows.map(({ decision, ...rest }) => ({
    ...rest,
    flagged: decision === 'rule' || decision === 'score',
  }));
}

interface FlagRow {
  readonly incident_id: string;
  readonly title: string;
  readonly severity: string | null;
  readonly resolved_at: Date;
  readonly assessed_at: Date;
  readonly look: number;
  readonly decision: FlagDecision;
  readonly asked_at: Date | null;
  readonly probability: number;
  readonly rules: RcaFlag['rules'];
  readonly reasons: RcaFlag['reasons'];
  readonly questions: string[];
  readonly accepted: boolean | null;
  readonly dismissal: NonNullable<RcaFlag['verdict']>['dismissal'];
  readonly note: string;
  readonly verdict_at: Date | null;
  readonly verdict_by: string | null;
  readonly team: string | null;
  readonly owner: string | null;
  readonly due_on: string | null;
  readonly done_at: Date | null;
  readonly told: string[];
}

const columns = sql`incident_id, title, severity, resolved_at, assessed_at, look, decision, asked_at, probability, rules, reasons,
  questions, accepted, dismissal, note, verdict_at, verdict_by, team, owner, due_on::text as due_on, done_at, told`;
const listMax = 200;

export type Which = 'waiting' | 'accepted' | 'dismissed' | 'all';

/** Waiting ones: likeliest first. The others: latest first. */
export async function loadFlags(db: Db, which: Which): Promise<RcaFlag[]> {
  const { rows } = await sql<FlagRow>`
    select ${columns} from rca_flag
    where case ${which}
      when 'waiting' then accepted is null and (decision in ('rule', 'score') or asked_at is not null)
      when 'accepted' then accepted
      when 'dismissed' then not accepted
      else true end
    order by (case when ${which} = 'waiting' then (decision = 'rule')::int end) desc nulls last,
      (case when ${which} = 'waiting' then probability end) desc nulls last, resolved_at desc, incident_id
    limit ${listMax}`.execute(db);
  return rows.map(flagOf);
}

export async function loadFlag(db: Db, incidentId: string): Promise<RcaFlag | null> {
  const { rows } =
    await sql<FlagRow>`select ${columns} from rca_flag where incident_id = ${incidentId}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : flagOf(row);
}

export async function loadProducts(db: Db, incidentId: string): Promise<string[]> {
  const row = await db
    .selectFrom('rca_flag')
    .select('products')
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row?.products ?? [];
}

function flagOf(row: FlagRow): RcaFlag {
  const { accepted, verdict_at, due_on } = row;
  return {
    incidentId: row.incident_id,
    title: row.title,
    severity: row.severity,
    resolvedAt: row.resolved_at.toISOString(),
    assessedAt: row.assessed_at.toISOString(),
    look: row.look,
    decision: row.decision,
    asked: row.asked_at !== null,
    probability: row.probability,
    rules: row.rules,
    reasons: row.reasons,
    questions: row.questions,
    verdict:
      accepted === null || verdict_at === null
        ? null
        : {
            accepted,
            dismissal: row.dismissal,
            note: row.note,
            by: row.verdict_by ?? '',
            at: verdict_at.toISOString(),
          },
    assignment:
      accepted !== true || due_on === null
        ? null
        : {
            ...{ team: row.team, owner: row.owner, dueOn: due_on, told: row.told },
            doneAt: row.done_at?.toISOString() ?? null,
          },
  };
}

interface NewVerdict {
  readonly id: string;
  readonly accepted: boolean;
  readonly dismissal: string | null;
  readonly note: string;
  readonly by: string;
  readonly team: string | null;
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly told: readonly string[];
}

/** The last word counts; features stay as they were frozen. */
export async function storeVerdict({ db, now }: Tx, verdict: NewVerdict): Promise<void> {
  const { id, accepted, dismissal, note, by, team, owner, dueOn, told } = verdict;
  await sql`update rca_flag set accepted = ${accepted}, dismissal = ${dismissal}, note = ${note}, verdict_by = ${by},
    verdict_at = ${now}, forgotten = false, team = ${team}, owner = ${owner}, due_on = ${dueOn}::date, told = ${[...told]}::text[],
    done_at = null, reminded_at = null
    where incident_id = ${id}`.execute(db);
}

/** Who was reminded last. */
export async function storeTold({ db }: Tx, id: string, told: readonly string[]): Promise<void> {
  await db
    .updateTable('rca_flag')
    .set({ told: [...told] })
    .where('incident_id', '=', id)
    .execute();
}

export async function storeDone({ db, now }: Tx, id: string): Promise<void> {
  await db
    .updateTable('rca_flag')
    .set({ done_at: now })
    .where('incident_id', '=', id)
    .where('accepted', '=', true)
    .execute();
}
