import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Gives every alert not heard of since now one more resolve time-out: its sender could not reach us. */
export async function openGrace({ db, now }: Pick<Tx, 'db' | 'now'>): Promise<void> {
  await db
    .updateTable('intake_state')
    .set({ grace_since: sql<Date>`greatest(grace_since, ${now})` })
    .execute();
}
