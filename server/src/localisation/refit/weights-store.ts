import type { CauseFit } from '@fieldmarshal/contract/localisation';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import { fittedWeights, type Weights } from '../core/weights.ts';
import { counts } from '../store/answer-store.ts';

const stored = z.object({
  witness: z.record(z.string(), z.number()),
  nothing: z.number(),
  second: z.number(),
  temperature: z.number(),
  explaining: z.number(),
  clear: z.number(),
});

const report = z.object({
  cases: z.number(),
  shipped: z.object({ top1: z.number(), loss: z.number() }),
  own: z.object({ top1: z.number(), loss: z.number() }),
});
export type Report = z.infer<typeof report>;

const columns = ['id', 'asked_at', 'by_name', 'state', 'why', 'weights', 'report', 'used_at'] as const;

interface Row {
  readonly id: number;
  readonly asked_at: Date;
  readonly by_name: string;
  readonly state: string;
  readonly why: string | null;
  readonly weights: unknown;
  readonly report: unknown;
  readonly used_at: Date | null;
}

export interface StoredFit {
  readonly shown: CauseFit;
  readonly weights: Weights | null;
}

export async function insertFit(
  { db, now }: Tx,
  by: { readonly id: string; readonly name: string },
): Promise<number> {
  const { id } = await db
    .insertInto('cause_weights')
    .values({ asked_at: now, by_id: by.id, by_name: by.name, state: 'waiting' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function settleFit(
  { db }: Tx,
  id: number,
  found: { readonly weights: Weights; readonly report: Report } | { readonly why: string },
): Promise<void> {
  const set =
    'why' in found
      ? { state: 'failed', why: found.why }
      : { state: 'fitted', weights: JSON.stringify(found.weights), report: JSON.stringify(found.report) };
  await db
    .updateTable('cause_weights')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Verdicts are made by these from now on; by the shipped ones without an id. */
export async function markUsed({ db, now }: Tx, id: number | null): Promise<void> {
  await db.updateTable('cause_weights').set({ used_at: null }).where('used_at', 'is not', null).execute();
  if (id !== null) await db.updateTable('cause_weights').set({ used_at: now }).where('id', '=', id).execute();
}

export async function loadFit(db: Kysely<DB>, which: 'last' | 'used' | number): Promise<StoredFit | null> {
  const rows = db.selectFrom('cause_weights').select(columns);
  const one =
    which === 'last'
      ? rows.orderBy('id', 'desc').limit(1)
      : which === 'used'
        ? rows.where('used_at', 'is not', null)
        : rows.where('id', '=', which);
  const row = await one.executeTakeFirst();
  return row === undefined ? null : fitOf(row);
}

function fitOf(row: Row): StoredFit {
  const weights = row.weights === null ? null : weightsOf(stored.parse(row.weights));
  return {
    weights,
    shown: {
      ...{ id: row.id, askedAt: row.asked_at.toISOString(), by: row.by_name, why: row.why },
      state: z.enum(['waiting', 'fitted', 'failed']).parse(row.state),
      usedAt: row.used_at?.toISOString() ?? null,
      report: weights === null ? null : reportOf(report.parse(row.report), weights),
    },
  };
}

/** A witness that came with a later version has its shipped weight. */
function weightsOf(given: z.infer<typeof stored>): Weights {
  return { ...fittedWeights, ...given, witness: { ...fittedWeights.witness, ...given.witness } };
}

function reportOf(found: Report, weights: Weights): CauseFit['report'] {
  return {
    ...found,
    isBetter: found.own.loss < found.shipped.loss && found.own.top1 >= found.shipped.top1,
    clear: weights.clear,
    witnesses: Object.entries(fittedWeights.witness).map(([witness, shipped]) => ({
      ...{ witness, shipped },
      own: weights.witness[witness] ?? shipped,
    })),
  };
}

export interface AnsweredCase {
  readonly caseId: number;
  readonly version: number;
  readonly kind: 'product' | 'test' | 'environment' | 'third-party';
  readonly name: string;
}

/** The newest incidents and failing groups whose true cause people named, with a verdict whose evidence is kept. */
export async function answeredCases(db: Kysely<DB>, limit: number): Promise<AnsweredCase[]> {
  const { rows } = await sql<AnsweredCase>`
    select c.id as "caseId", v.version, c.answer #>> '{cause,kind}' as kind, c.answer #>> '{cause,name}' as name
    from cause_case c join lateral (
      select version from cause_verdict where case_id = c.id and evidence is not null order by version desc limit 1) v on true
    where c.answer #>> '{cause,kind}' is not null and ${counts}
    order by c.id desc limit ${limit}`.execute(db);
  return rows;
}
