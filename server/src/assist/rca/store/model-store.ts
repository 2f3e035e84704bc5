import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { features } from '../core/case.ts';
import { calibrate, type Verdict } from '../core/learn.ts';
import { priorModel, type Model } from '../core/model.ts';

export interface StoredModel {
  readonly model: Model;
  /** Null: as shipped. */
  readonly at: Date | null;
}

/** The weights in force, before calibration; features that were not known when they were learnt weigh as shipped. */
export async function loadWeights(db: Kysely<DB>): Promise<StoredModel> {
  const { rows } = await sql<{ at: Date; weights: Record<string, number>; intercept: number }>`
    select at, weights, intercept from rca_model order by id desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return { model: priorModel, at: null };
  const weights = { ...priorModel.weights };
  for (const feature of features) weights[feature] = row.weights[feature] ?? weights[feature];
  return { model: { ...priorModel, weights, intercept: row.intercept }, at: row.at };
}

export async function loadModel(db: Kysely<DB>, verdicts: readonly Verdict[]): Promise<StoredModel> {
  const { model, at } = await loadWeights(db);
  return { model: calibrate(model, verdicts), at };
}

export async function storeWeights(
  { db, now }: Tx,
  { weights, intercept }: Model,
  verdicts: number,
): Promise<void> {
  await db
    .insertInto('rca_model')
    .values({ at: now, weights: JSON.stringify(weights), intercept, verdicts })
    .execute();
}

/** As shipped again; verdicts given so far stay on record and teach no longer. */
export async function forgetLearnt({ db }: Tx): Promise<void> {
  await sql`delete from rca_model`.execute(db);
  await sql`update rca_flag set forgotten = true where accepted is not null`.execute(db);
}
