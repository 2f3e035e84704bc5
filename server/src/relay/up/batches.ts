import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform';

/** Few enough that they are done with before a collection counts them as old. */
const batchRows = 128;

/**
 * Rows of a query as they come, some hundred in memory; what it reads is as it was when the first were asked for, and it is worked out
 * once. One at a time within a transaction.
 */
export async function* batchesOf(tx: Tx, query: RawBuilder<unknown>): AsyncGenerator<unknown[]> {
  await sql`declare relay_rows no scroll cursor for ${query}`.execute(tx.db);
  for (;;) {
    const { rows } = await sql`fetch ${sql.lit(batchRows)} from relay_rows`.execute(tx.db);
    if (rows.length > 0) yield rows;
    if (rows.length < batchRows) break;
  }
  await sql`close relay_rows`.execute(tx.db);
}
