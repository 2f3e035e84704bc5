import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Runner } from '../runners/runner.ts';

const capabilities = ['http', 'tcp', 'dns', 'tls', 'promql'] as const;

/** The runner inside the server at this place: one row for each place, however many processes run it. It has no token. */
export async function ensureEmbedded(tx: Tx, place: string): Promise<Runner> {
  const name = `Fieldmarshal at ${place}`;
  const { rows } = await sql<{ id: string }>`
    insert into runner (id, name, place, environments, capabilities, embedded, created_at, created_by, state, state_since)
    values (${randomUUID()}, ${name}, ${place}, '{}', ${[...capabilities]}::text[], true, now(), 'system', 'new', now())
    on conflict (name) where revoked_at is null do update set place = excluded.place returning id`.execute(
    tx.db,
  );
  const [row] = rows;
  if (!row) throw new Error('the embedded runner was not enrolled');
  return { id: row.id, name, place, environments: [], capabilities, owner: null };
}
