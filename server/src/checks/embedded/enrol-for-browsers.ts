import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { audit, newSecret, secretHash, secretHint } from '#identity';
import { actorKey, inTransaction, systemCtx, type Env } from '#platform';
import { insertRunner } from '../store/runner-store.ts';

/** Whether there is an e2e check to run: a server without one starts no browser. */
export async function hasBrowserChecks(env: Env): Promise<boolean> {
  const { rows } = await sql`select 1 from check_slot where type = 'e2e' limit 1`.execute(
    env.databases.worker,
  );
  return rows.length > 0;
}

/**
 * Enrols the runner of e2e checks that this server starts as a process of its own, and gives its token: each start has a new one, known
 * to nobody else. `host` tells servers over one database apart.
 */
export async function enrolForBrowsers(env: Env, host: string): Promise<string> {
  const ctx = systemCtx(env, 'start');
  const token = newSecret('fmr_');
  const name = `Browsers of ${host}`.slice(0, 60);
  await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update runner set token_hash = ${secretHash(token)}, token_hint = ${secretHint(token)}, key = null, key_since = null,
        other_key = null, other_key_since = null, other_key_seen_at = null
      where name = ${name} and revoked_at is null returning id`.execute(tx.db);
    if (rows.length > 0) return;
    const id = randomUUID();
    const { place } = env.config;
    await insertRunner(tx, {
      id,
      name,
      place,
      environments: [],
      capabilities: ['e2e'],
      owner: null,
      embedded: false,
      tokenHash: secretHash(token),
      tokenHint: secretHint(token),
      createdBy: actorKey(ctx.actor),
    });
    audit(tx, { action: 'runner.enrolled', subject: `runner/${id}`, after: { name, place } });
    tx.changed('runners');
  });
  return token;
}
