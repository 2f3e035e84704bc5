import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Notes that a test was answered, found by its id or by the hash of its token. False where there is no such test. */
export async function answerTest(tx: Tx, by: { id: string } | { tokenHash: string }): Promise<boolean> {
  const which = 'id' in by ? sql`id = ${by.id}` : sql`token_hash = ${by.tokenHash}`;
  const { rows } = await sql`
    update contact_test set answered_at = coalesce(answered_at, now()) where ${which} returning id`.execute(
    tx.db,
  );
  if (rows.length > 0) tx.changed('contacts');
  return rows.length > 0;
}
