import { randomBytes } from 'node:crypto';
import type { Erasure } from '@fieldmarshal/contract/privacy';
import { sql } from 'kysely';
import { deleteObject, readCatalog } from '#catalog';
import { disableAccount, eraseFromAudit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { replaced, type Replacement } from './core/replace.ts';
import { planErasure } from './hindrances.ts';
import { replaceEverywhere } from './replace-everywhere.ts';

/** By what a person signed in, was reached and was looked for: it goes altogether. */
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

/**
 * Erases a person for good: what they signed in with and were reached by goes, and wherever else they are named, in logs and in the audit,
 * a pseudonym stands from now on that says the same of all of it and nothing of them. Refused while they are on call, paged or named by
 * the catalog, with the sentences why. Nothing is erased by half: it ends with one transaction, and may be asked again after a failure.
 */
export async function erasePerson(
  ctx: Ctx,
  { person, confirm }: { person: string; confirm: string },
): Promise<Erasure> {
  permit(ctx, 'identity.manage');
  const { hindrances } = await planErasure(ctx, { person });
  if (hindrances.length > 0)
    throw new AppError('refused', hindrances.join(' '), {
      faults: hindrances.map((message) => ({ path: 'person', message })),
    });
  if (confirm !== person)
    throw new AppError('invalid', `confirm: write ${person} to erase them.`, {
      faults: [{ path: 'confirm', message: `must be "${person}"` }],
    });
  const { idempotency: _, ...once } = ctx;
  // In transactions of their own: what they record in the audit is erased, too.
  await disableAccount(once, { person });
  const addresses = await addressesOf(ctx, person);
  if ((await readCatalog(ctx.env)).get('Person', person) !== undefined)
    await deleteObject(once, { kind: 'Person', name: person });
  return inTransaction({ ...once, pool: 'worker' }, async (tx) => erase(tx, person, addresses));
}

/** Everything by which the person was reached, before it goes. */
async function addressesOf(ctx: Ctx, person: string): Promise<string[]> {
  const { rows } = await sql<{ address: string | null }>`
    select email as address from account where person = ${person}
    union select destination from contact_method where person = ${person}
    union select user_name from scim_user where person = ${person}
    union select spec ->> 'email' from catalog_object where kind = 'Person' and name = ${person}
    union select d.destination from delivery d where d.message -> 'data' ->> 'person' = ${person}`.execute(
    ctx.env.databases.worker,
  );
  const methods = (await readCatalog(ctx.env)).get('Person', person)?.spec.contactMethods ?? [];
  const listed = methods.flatMap((method) =>
    Object.values(method).filter((each) => typeof each === 'string'),
  );
  const all = [...rows.map(({ address }) => address), ...listed];
  // Not the words beside it, such as the kind of channel.
  return [...new Set(all)].filter(
    (each): each is string => typeof each === 'string' && /[@:/]|^\+?[\d ]{6,}$/.test(each),
  );
}

async function erase(tx: Tx, person: string, addresses: readonly string[]): Promise<Erasure> {
  await sql`select set_config('statement_timeout', '0', true), set_config('fieldmarshal.audit_change', 'erase', true)`.execute(
    tx.db,
  );
  const { rows } = await sql<{ displayName: string }>`
    select display_name as "displayName" from account where person = ${person} for update`.execute(tx.db);
  const displayName = rows[0]?.displayName ?? person;
  const code = randomBytes(4).toString('hex');
  const who: Replacement = {
    ...{ person, displayName, addresses },
    ...{ pseudonym: `erased-${code}`, label: `Erased person ${code}` },
  };
  for (const table of goes)
    await sql`delete from ${sql.table(table)} where person = ${person}`.execute(tx.db);
  await sql`delete from scim_user where person = ${person}`.execute(tx.db);
  await sql`delete from api_token where person = ${person}`.execute(tx.db);
  await sql`delete from calendar_feed where made_by_person = ${person}`.execute(tx.db);
  await sql`delete from idempotency where actor = ${`person:${person}`}`.execute(tx.db);
  await sql`
    update account set email = null, display_name = ${who.label}, password_hash = null, roles = '{}', managed_by = null
    where person = ${person}`.execute(tx.db);
  const rowsChanged = await replaceEverywhere(tx, who);
  const auditRows = await eraseFromAudit(tx, { ...who, replace: (value) => replaced(value, who) });
  for (const topic of ['admin', 'contacts', 'audit', 'incidents']) tx.changed(topic);
  return { pseudonym: who.pseudonym, rows: rowsChanged, auditRows };
}
