import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx, Env } from '../env.ts';
import { reseal } from '../sealed.ts';
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
    if (ctx.env.config.secretKeysBefore === undefined) return;
    const lost: string[] = [];
    let changed = 0;
    for (const column of columns) changed += await resealColumn(ctx, column, lost);
    if (lost.length > 0) ctx.env.log.error({ secrets: lost }, 'sealed with a key that is not there');
    else ctx.env.log.info({ changed }, 'no secret needs the keys from before any more');
  });
}

/** Returns how many were sealed anew; adds to `lost` what nothing opens. */
async function resealColumn({ env }: Ctx, sealed: SealedColumn, lost: string[]): Promise<number> {
  const { worker } = env.databases;
  const [table, column] = [sql.table(sealed.table), sql.ref(sealed.column)];
  const keys = sql.join(sealed.key.map((name) => sql`${sql.ref(name)}::text as ${sql.id(name)}`));
  const { rows } = await sql<Record<string, string>>`
    select ${keys}, ${column} as sealed_text from ${table} where ${column} <> ''`.execute(worker);
  let changed = 0;
  for (const { sealed_text: before = '', ...key } of rows) {
    const purpose = await sealed.purposeOf(key, env);
    if (purpose === null) continue;
    const after = await reseal(env, before, purpose);
    if (after === 'lost') lost.push(`${sealed.table} ${Object.values(key).join(' ')}`);
    if (after === 'lost' || after === 'present') continue;
    const isRow = sql.join(
      sealed.key.map((name) => sql`${sql.ref(name)}::text = ${key[name]}`),
      sql` and `,
    );
    // Where somebody saved a new secret meanwhile, that one stays.
    await sql`update ${table} set ${column} = ${after.sealed} where ${isRow} and ${column} = ${before}`.execute(
      worker,
    );
    changed += 1;
  }
  return changed;
}
