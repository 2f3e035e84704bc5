import {
  audiences,
  communicationStates,
  componentSaid,
  finding,
  stages,
  usedFact,
  type Audience,
  type ComponentSaid,
  type Finding,
  type Stage,
  type UsedFact,
} from '@fieldmarshal/contract/comms';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Basis } from '../core/messages/changes.ts';
import type { Forms } from '../core/messages/felt.ts';
import { contentHash, type Content } from './content-hash.ts';

export interface StoredCommunication extends Content {
  readonly id: string;
  readonly audience: Audience;
  readonly stage: Stage;
  readonly state: (typeof communicationStates)[number];
  readonly generatedTitle: string | null;
  readonly generatedBody: string | null;
  readonly template: string;
  readonly facts: readonly UsedFact[];
  readonly findings: readonly Finding[];
  readonly basis: Basis;
  /** What the rules would have said in its place when it was approved. */
  readonly wouldSay: Forms | null;
  readonly editedBy: string | null;
  readonly contentHash: string;
  readonly sendAt: Date | null;
  readonly approvedAt: Date | null;
  readonly sentAt: Date | null;
  readonly draftedAt: Date;
  readonly changedAt: Date;
}

const json = z.object({
  facts: z.array(usedFact),
  findings: z.array(finding),
  basis: z.record(z.string(), z.string()),
  would_say: z.tuple([z.string(), z.string()]).nullable(),
  components: z.array(componentSaid),
  audience: z.enum(audiences),
  stage: z.enum(stages),
  state: z.enum(communicationStates),
});

/** `COM-12` → 12. */
export function numberOf(id: string): number {
  return Number(id.slice('COM-'.length));
}

export function idOf(number: number): string {
  return `COM-${number}`;
}

export function communicationFrom(row: Selectable<DB['communication']>): StoredCommunication {
  const { would_say: wouldSay, ...parsed } = json.parse(row);
  return {
    ...parsed,
    wouldSay,
    id: idOf(row.id),
    incidentId: row.incident_id,
    application: row.application,
    language: row.language,
    title: row.title,
    body: row.body,
    brief: row.brief,
    generatedTitle: row.generated_title,
    generatedBody: row.generated_body,
    template: row.template,
    editedBy: row.edited_by,
    onPage: row.on_page,
    nextUpdateAt: row.next_update_at,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    corrects: row.corrects === null ? null : idOf(row.corrects),
    publicTitle: row.public_title,
    contentHash: row.content_hash,
    sendAt: row.send_at,
    approvedAt: row.approved_at,
    sentAt: row.sent_at,
    draftedAt: row.drafted_at,
    changedAt: row.changed_at,
  };
}

/** Null where there is none. `lock` makes whoever else would change it wait. */
export async function loadCommunication(
  db: Kysely<DB>,
  id: string,
  lock = false,
): Promise<StoredCommunication | null> {
  const row = await db
    .selectFrom('communication')
    .selectAll()
    .where('id', '=', numberOf(id))
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row === undefined ? null : communicationFrom(row);
}

/** What a person or the rules wrote: the parts of a communication that may change while it is a draft. */
export interface Draft extends Content {
  readonly audience: Audience;
  readonly stage: Stage;
  readonly components: readonly ComponentSaid[];
  readonly generatedTitle: string | null;
  readonly generatedBody: string | null;
  readonly template: string;
  readonly facts: readonly UsedFact[];
  readonly findings: readonly Finding[];
  readonly basis: Basis;
  readonly editedBy: string | null;
}

function columnsOf(draft: Draft) {
  return {
    incident_id: draft.incidentId,
    audience: draft.audience,
    application: draft.application,
    language: draft.language,
    stage: draft.stage,
    title: draft.title,
    body: draft.body,
    brief: draft.brief,
    generated_title: draft.generatedTitle,
    generated_body: draft.generatedBody,
    template: draft.template,
    facts: JSON.stringify(draft.facts),
    findings: JSON.stringify(draft.findings),
    basis: JSON.stringify(draft.basis),
    edited_by: draft.editedBy,
    components: JSON.stringify(draft.components),
    on_page: draft.onPage,
    next_update_at: draft.nextUpdateAt,
    starts_at: draft.startsAt,
    ends_at: draft.endsAt,
    corrects: draft.corrects === null ? null : numberOf(draft.corrects),
    public_title: draft.publicTitle,
    content_hash: contentHash(draft),
  };
}

/** Stores a new draft; null where there is one of the same kind already. */
export async function insertDraft(tx: Tx, draft: Draft): Promise<StoredCommunication | null> {
  const row = await tx.db
    .insertInto('communication')
    .values({ ...columnsOf(draft), state: 'draft', drafted_at: tx.now, changed_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : communicationFrom(row);
}

/** Renews a draft; null where it is none any more. */
export async function updateDraft(tx: Tx, id: string, draft: Draft): Promise<StoredCommunication | null> {
  const row = await tx.db
    .updateTable('communication')
    .set({ ...columnsOf(draft), changed_at: tx.now })
    .where('id', '=', numberOf(id))
    .where('state', '=', 'draft')
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : communicationFrom(row);
}

/** The drafts of an incident and those that wait for their moment. `lock` makes whoever else would change them wait. */
export async function openCommunications(
  db: Kysely<DB>,
  incidentId: string,
  lock = false,
): Promise<StoredCommunication[]> {
  const rows = await db
    .selectFrom('communication')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('state', 'in', ['draft', 'approved'])
    .orderBy('id')
    .$if(lock, (query) => query.forUpdate())
    .execute();
  return rows.map((row) => communicationFrom(row));
}

/** What was sent about an incident, oldest first. */
export async function sentCommunications(db: Kysely<DB>, incidentId: string): Promise<StoredCommunication[]> {
  const rows = await db
    .selectFrom('communication')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'sent')
    .orderBy('sent_at')
    .execute();
  return rows.map((row) => communicationFrom(row));
}

/** What was sent first, where this is a correction, maybe of a correction. */
export async function firstOf(db: Kysely<DB>, id: string): Promise<string> {
  const { rows } = await sql<{ id: number }>`
    with recursive before as (
      select id, corrects from communication where id = ${numberOf(id)}
      union select c.id, c.corrects from communication c join before b on c.id = b.corrects)
    select id from before where corrects is null`.execute(db);
  return rows[0] === undefined ? id : idOf(rows[0].id);
}

export interface Approval {
  readonly person: string;
  readonly name: string;
  readonly hash: string;
  readonly at: Date;
}

/** Approvals that were not taken back, by communication; of whatever words. */
export async function approvalsOf(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Approval[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('communication_approval')
    .selectAll()
    .where(
      'communication_id',
      'in',
      ids.map((id) => numberOf(id)),
    )
    .where('withdrawn_at', 'is', null)
    .orderBy('at')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      id: idOf(row.communication_id),
      person: row.person,
      name: row.person_name,
      hash: row.content_hash,
      at: row.at,
    })),
    ({ id }) => id,
  );
}

export async function insertApproval(
  tx: Tx,
  id: string,
  { person, name, hash }: Omit<Approval, 'at'>,
): Promise<void> {
  await tx.db
    .insertInto('communication_approval')
    .values({
      communication_id: numberOf(id),
      person,
      person_name: name,
      content_hash: hash,
      at: tx.now,
      withdrawn_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function withdrawApprovals(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('communication_approval')
    .set({ withdrawn_at: tx.now })
    .where('communication_id', '=', numberOf(id))
    .where('withdrawn_at', 'is', null)
    .execute();
}

interface NextState {
  readonly state: StoredCommunication['state'];
  readonly sendAt?: Date | null;
  readonly approvedAt?: Date | null;
  readonly sentAt?: Date;
  readonly basis?: Basis;
  readonly wouldSay?: Forms | null;
}

/** Moves it on. The database refuses `sent` without an approval of these words. */
export async function setState(tx: Tx, id: string, next: NextState): Promise<StoredCommunication> {
  const row = await tx.db
    .updateTable('communication')
    .set({
      state: next.state,
      changed_at: tx.now,
      ...(next.sendAt === undefined ? {} : { send_at: next.sendAt }),
      ...(next.approvedAt === undefined ? {} : { approved_at: next.approvedAt }),
      ...(next.sentAt === undefined ? {} : { sent_at: next.sentAt }),
      ...(next.basis === undefined ? {} : { basis: JSON.stringify(next.basis) }),
      ...(next.wouldSay === undefined ? {} : { would_say: JSON.stringify(next.wouldSay) }),
    })
    .where('id', '=', numberOf(id))
    .returningAll()
    .executeTakeFirstOrThrow();
  return communicationFrom(row);
}

interface ReachRow {
  readonly communication_id: number;
  readonly recipients: number;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  readonly unknown: number;
}

/** How many of each were reached so far. */
export async function reachOf(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Omit<ReachRow, 'communication_id'>>> {
  const { rows } = await sql<ReachRow>`
    select communication_id, count(*)::int as recipients,
      count(*) filter (where state in ('sent', 'delivered'))::int as sent,
      count(*) filter (where state in ('queued', 'retrying'))::int as waiting,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'unknown')::int as unknown
    from communication_recipient where communication_id = any(${ids.map((id) => numberOf(id))}::bigint[])
    group by communication_id`.execute(db);
  return new Map(rows.map(({ communication_id, ...counts }) => [idOf(communication_id), counts]));
}
