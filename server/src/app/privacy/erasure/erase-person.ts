import { sql } from 'kysely';
import { forgetNaming, rememberIncident } from '#assist';
import { eraseFromAudit } from '#identity';
import { handle, inTransaction, systemCtx, type Ctx, type Handler, type Tx } from '#platform';
import { replaced, tracesOf, type Replacement } from '../core/replace.ts';
import { loadErasure, noteDone, noteFailure, noteProgress } from './erasure-store.ts';
import { replaceEverywhere } from './replace-everywhere.ts';
import { erasureTask } from './task.ts';

/** By what the person signed in, was reached and was looked for: it goes altogether. */
const goes = [
  'session',
  'sign_in_link',
  'sign_in_identity',
  'totp',
  'recovery_code',
  'passkey',
  'contact_method',
  'contact_order',
  'contact_test',
  'incident_follower',
] as const;

/** A screen is told how far it is at most so often. */
const progressEveryMs = 250;

/**
 * Erases whoever an erasure that was asked for is about: what they signed in with and were reached by goes, and wherever else they are
 * named, in logs and in the audit, the pseudonym stands from now on, which says the same of all of it and nothing of them. One transaction,
 * so that nothing is erased by half: where it fails or its process dies, it begins again from its start, by itself. Does nothing where it
 * is done.
 */
async function erasePerson(ctx: Ctx, { pseudonym }: { readonly pseudonym: string }): Promise<void> {
  const { worker } = ctx.env.databases;
  const asked = await loadErasure(worker, pseudonym);
  if (asked?.who == null) return;
  const { who } = asked;
  try {
    const forgotten = await inTransaction({ ...ctx, pool: 'worker' }, async (tx) => {
      const { person, displayName, addresses } = who;
      const incidents = await forgetNaming(tx, [person, displayName, ...addresses]);
      await erase(tx, who);
      return incidents;
    });
    // The job ended with its transaction; what fails here leaves an incident unlike others, and nothing of the person.
    for (const incidentId of forgotten) await rememberIncident(systemCtx(ctx.env, 'erasure'), { incidentId });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await noteFailure(worker, pseudonym, reason.slice(0, 500)).catch(() => undefined);
    throw error;
  }
}

async function erase(tx: Tx, who: Replacement): Promise<void> {
  const { person, pseudonym, label } = who;
  await sql`select set_config('statement_timeout', '0', true), set_config('fieldmarshal.audit_change', 'erase', true)`.execute(
    tx.db,
  );
  await sql`select from account where person = ${person} for update`.execute(tx.db);
  for (const table of goes)
    await sql`delete from ${sql.table(table)} where person = ${person}`.execute(tx.db);
  await sql`delete from scim_user where person = ${person}`.execute(tx.db);
  await sql`delete from api_token where person = ${person}`.execute(tx.db);
  await sql`delete from calendar_feed where made_by_person = ${person}`.execute(tx.db);
  await sql`delete from idempotency where actor = ${`person:${person}`}`.execute(tx.db);
  await sql`
    update account set email = null, display_name = ${label}, password_hash = null, roles = '{}', managed_by = null,
      disabled_at = coalesce(disabled_at, now())
    where person = ${person}`.execute(tx.db);
  const { rows, tables } = await replaceEverywhere(tx, who, progressOf(tx.ctx, pseudonym));
  const auditRows = await eraseFromAudit(tx, {
    ...{ pseudonym, traces: tracesOf(who) },
    replace: (value) => replaced(value, who),
  });
  await noteDone(tx.db, pseudonym, { tables, rows, auditRows, now: tx.now });
  for (const topic of ['admin', 'contacts', 'audit', 'incidents']) tx.changed(topic);
}

/** Past the transaction, so that others see it; a failure to say how far it is fails nothing. */
function progressOf({ env }: Ctx, pseudonym: string): (done: number, of: number) => Promise<void> {
  let toldAt = -Infinity;
  return async (tablesDone, tables) => {
    const now = performance.now();
    if (now - toldAt < progressEveryMs) return;
    toldAt = now;
    await noteProgress(env.databases.web, pseudonym, { tablesDone, tables }).catch(() => undefined);
  };
}

export const privacyHandlers: readonly Handler[] = [handle(erasureTask, erasePerson)];
