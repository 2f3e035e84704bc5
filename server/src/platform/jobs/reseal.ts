import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx, Env } from '../env.ts';
import { hasFormerKeys, opensHere, reseal } from '../sealed.ts';
import { defineTask, handle, type Handler } from './task.ts';

/** Where sealed secrets are kept: a column, and what each row's is sealed for. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
  /** Null: of something that is not there any more, so that nobody would open it. */
  readonly purposeOf: (key: Readonly<Record<string, string>>, env: Env) => string | Promise<string | null>;
}

const everyMs = 60 * 60 * 1000;

/**
 * After a change of keys, seals with the present key what a former one sealed, until nothing is left of it; then the log says that the
 * former keys can go. What none of the keys opens is left alone and named. May be cut off anywhere and run twice at once.
 */
export function resealJob(columns: readonly SealedColumn[]): Handler {
  const task = defineTask('platform.reseal', { lane: 'chore', payload: z.unknown(), everyMs });
  return handle(task, async (ctx) => {
    if (!(await hasFormerKeys(ctx.env))) return;
    const lost: string[] = [];
    let changed = 0;
    for (const column of columns) changed += await resealColumn(ctx, column, lost);
    if (lost.length > 0) ctx.env.log.error({ notOpened: lost }, 'sealed with a key that is not there');
    else if (changed > 0 || ctx.env.config.secretKeysBefore !== undefined)
      ctx.env.log.info({ changed }, 'no secret needs the keys from before any more');
  });
}

/** The secrets that no key of this installation opens, named by table and row. Changes nothing. */
export async function lostSecrets(env: Env, columns: readonly SealedColumn[]): Promise<string[]> {
  const lost: string[] = [];
  for (const column of columns)
    for (const { sealed, key, name } of await sealedRows(env, column)) {
      const purpose = await column.purposeOf(key, env);
      if (purpose !== null && !(await opensHere(env, sealed, purpose))) lost.push(name);
    }
  return lost;
}

interface SealedRow {
  readonly sealed: string;
  readonly key: Readonly<Record<string, string>>;
  /** For people. */
  readonly name: string;
}

async function sealedRows(
  { databases }: Env,
  { table, column, key: names }: SealedColumn,
): Promise<SealedRow[]> {
  const keys = sql.join(names.map((name) => sql`${sql.ref(name)}::text as ${sql.id(name)}`));
  const { rows } = await sql<Record<string, string>>`
    select ${keys}, ${sql.ref(column)} as sealed_text from ${sql.table(table)} where ${sql.ref(column)} <> ''`.execute(
    databases.worker,
  );
  return rows.map(({ sealed_text: sealed = '', ...key }) => ({
    sealed,
    key,
    name: `${table} ${Object.values(key).join(' ')}`,
  }));
}

/** Returns how many were sealed anew; adds to `lost` what nothing opens. */
async function resealColumn({ env }: Ctx, column: SealedColumn, lost: string[]): Promise<number> {
  let changed = 0;
  for (const { sealed: before, key, name } of await sealedRows(env, column)) {
    const purpose = await column.purposeOf(key, env);
    if (purpose === null) continue;
    const after = await reseal(env, before, purpose);
    if (after === 'lost') lost.push(name);
    if (after === 'lost' || after === 'present') continue;
    const isRow = sql.join(
      column.key.map((each) => sql`${sql.ref(each)}::text = ${key[each]}`),
      sql` and `,
    );
    // Where somebody saved a new secret meanwhile, that one stays.
    const at = sql.ref(column.column);
    await sql`update ${sql.table(column.table)} set ${at} = ${after.sealed} where ${isRow} and ${at} = ${before}`.execute(
      env.databases.worker,
    );
    changed += 1;
  }
  return changed;
}
