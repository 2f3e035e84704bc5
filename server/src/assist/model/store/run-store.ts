import { modelVerdict, writtenLine, type ModelRun } from '@fieldmarshal/contract/assist';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { WrittenLine } from '../core/compose.ts';
import type { Verdict } from '../core/judge.ts';
import type { TextKey } from './text-store.ts';

export interface NewRun {
  readonly incidentId: string | null;
  readonly feature: string;
  /** The entry after which the text begins; 0: it is of the whole log. */
  readonly after: number;
  readonly mode: string;
  readonly provider: string;
  readonly model: string;
  readonly origin: ModelRun['origin'];
  readonly reason: string;
  /** Whether the provider failed, for its breaker: what it said may be useless without that. */
  readonly failed: boolean;
  readonly asOf: number | null;
  readonly inputsHash: string;
  readonly promptVersion: number;
  /** Null: not to be kept. */
  readonly prompt: string | null;
  readonly reply: string | null;
  readonly verdicts: readonly Verdict[];
  readonly lines: readonly WrittenLine[];
  readonly rules: readonly string[];
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cost: number | null;
  readonly ms: number;
}

export async function storeRun(tx: Tx, run: NewRun): Promise<string> {
  const { id } = await tx.db
    .insertInto('model_run')
    .values({
      at: tx.now,
      incident_id: run.incidentId,
      feature: run.feature,
      after_seq: run.after,
      mode: run.mode,
      provider: run.provider,
      model: run.model,
      origin: run.origin,
      reason: run.reason,
      failed: run.failed,
      as_of: run.asOf,
      inputs_hash: run.inputsHash,
      prompt_version: run.promptVersion,
      prompt: storable(run.prompt),
      reply: storable(run.reply),
      verdicts: jsonb(run.verdicts),
      lines: jsonb(run.lines.map((line) => wireLine(line))),
      rules: jsonb(run.rules),
      tokens_in: run.tokens.input,
      tokens_out: run.tokens.output,
      cost: run.cost,
      ms: run.ms,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return String(id);
}

/** PostgreSQL holds neither NUL nor half a character. */
function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').toWellFormed();
}

export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? storable(each) : each));
}

export function wireLine({ kind, text, cites, by, section }: WrittenLine): z.output<typeof writtenLine> {
  return { kind, text, cites: cites.map(Number), by, section };
}

export async function loadRuns(
  db: Kysely<DB>,
  { incident, limit }: { readonly incident?: string | undefined; readonly limit: number },
): Promise<ModelRun[]> {
  const query = db.selectFrom('model_run').selectAll().orderBy('id', 'desc').limit(limit);
  const rows = await (incident === undefined ? query : query.where('incident_id', '=', incident)).execute();
  return rows.map((row) => runOf(row));
}

function runOf(row: Selectable<DB['model_run']>): ModelRun {
  return {
    id: String(row.id),
    at: new Date(row.at).toISOString(),
    incidentId: row.incident_id,
    feature: row.feature,
    mode: row.mode,
    provider: row.provider,
    model: row.model,
    origin: originOf.parse(row.origin),
    reason: row.reason,
    asOf: row.as_of,
    prompt: row.prompt,
    reply: row.reply,
    verdicts: z.array(modelVerdict).parse(row.verdicts),
    lines: z.array(writtenLine).parse(row.lines),
    rules: z.array(z.string()).parse(row.rules),
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    cost: row.cost,
    ms: row.ms,
    action: actionOf.parse(row.action),
    actionBy: row.action_by,
    editDistance: row.edit_distance,
  };
}

const originOf = z.enum(['model', 'mixed', 'rules']);
const actionOf = z.enum(['accepted', 'dismissed', 'edited', 'copied']).nullable();

/** When one text of an incident was asked for last, and how that ended. */
export async function loadLastRun(
  db: Kysely<DB>,
  { incidentId, feature, after }: TextKey,
): Promise<{
  id: string;
  at: Date;
  origin: ModelRun['origin'];
  reason: string;
  action: ModelRun['action'];
} | null> {
  const row = await db
    .selectFrom('model_run')
    .select(['id', 'at', 'origin', 'reason', 'action'])
    .where('incident_id', '=', incidentId)
    .where('feature', '=', feature)
    .where('after_seq', '=', after)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, reason } = row;
  const [origin, action] = [originOf.parse(row.origin), actionOf.parse(row.action)];
  return { id: String(id), at: new Date(row.at), origin, reason, action };
}

/** What was added since a text was written says nothing: it knows of these entries, too, and nobody need be asked about them. */
export async function knowAlso(
  db: Kysely<DB>,
  { incidentId, feature, after }: TextKey,
  asOf: number,
): Promise<void> {
  await sql`update model_text set as_of = ${asOf} where incident_id = ${incidentId} and feature = ${feature} and after_seq = ${after}`.execute(
    db,
  );
  await sql`
    update model_run set as_of = ${asOf} where id = (select max(id) from model_run
      where incident_id = ${incidentId} and feature = ${feature} and after_seq = ${after} and as_of is not null)`.execute(
    db,
  );
}

/** How the last calls to a provider ended, for its breaker. A try that failed opens nothing: whoever tries sees why. */
export async function loadEndings(
  db: Kysely<DB>,
  provider: string,
): Promise<{ at: number; failed: boolean }[]> {
  const rows = await db
    .selectFrom('model_run')
    .select(['at', 'failed'])
    .where('provider', '=', provider)
    .where((each) => each.or([each('feature', '!=', 'probe'), each('failed', '=', false)]))
    .orderBy('id', 'desc')
    .limit(3)
    .execute();
  return rows.map(({ at, failed }) => ({ at: new Date(at).getTime(), failed }));
}

/** Forgets what was asked and answered once its days are over; figures stay for two years. */
export async function forgetTexts(db: Kysely<DB>, keepDays: number): Promise<void> {
  await sql`
    update model_run set prompt = null, reply = null
    where (prompt is not null or reply is not null) and at < now() - ${keepDays} * interval '1 day'`.execute(
    db,
  );
  // Each is what one person had missed; nobody looks away that long.
  await sql`delete from model_text where after_seq > 0 and written_at < now() - interval '7 days'`.execute(
    db,
  );
  await sql`delete from model_run where at < now() - interval '730 days'`.execute(db);
}
