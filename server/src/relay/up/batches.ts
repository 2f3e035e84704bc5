import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform';

/** Few enough that they are done with before a collection counts them as old. */
const batchRows = 128;

const turns = new WeakMap<Tx, Promise<unknown>>();

/** Runs what asks the transaction's one connection after what asks it already; whoever works beside {@link batchesOf} asks so. */
export async function inTurn<T>(tx: Tx, ask: () => Promise<T>): Promise<T> {
  const mine = (turns.get(tx) ?? Promise.resolve()).then(ask, ask);
  turns.set(tx, mine);
  return mine;
}

/**
 * Rows of a query as they come, some hundred in memory; what it reads is as it was when the first were asked for, and it is worked out
 * once. The next ones are fetched while these are worked on. One query at a time within a transaction.
 */
export async function* batchesOf(tx: Tx, query: RawBuilder<unknown>): AsyncGenerator<unknown[]> {
  const fetched = async (): Promise<unknown[]> =>
    inTurn(tx, async () => (await sql`fetch ${sql.lit(batchRows)} from relay_rows`.execute(tx.db)).rows);
  await sql`declare relay_rows no scroll cursor for ${query}`.execute(tx.db);
  let ahead = fetched();
  try {
    for (;;) {
      const rows = await ahead;
      const isLast = rows.length < batchRows;
      if (!isLast) {
        ahead = fetched();
        // Told when it is waited for.
        ahead.catch(() => undefined);
      }
      if (rows.length > 0) yield rows;
      if (isLast) break;
    }
  } finally {
    // Whoever stops in the middle must find the connection free.
    await ahead.catch(() => undefined);
  }
  await sql`close relay_rows`.execute(tx.db);
}
