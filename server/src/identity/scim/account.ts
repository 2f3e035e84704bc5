import { sql } from 'kysely';
import { AppError, type Tx } from '#platform';
import { letIn, shutOut } from '../accounts/disable.ts';
import { ensureAccount } from '../accounts/ensure.ts';
import { managedByScim } from '../accounts/kept-by.ts';
import { lockAccount } from '../accounts/store.ts';
import { freeName, nameFrom } from '../core/admission.ts';
import { personBehind, storeIdentity } from '../providers/identity-store.ts';
import { signInRules } from '../providers/sign-in-file.ts';
import { takenNames } from '../providers/taken-names.ts';
import { newId } from '../secret.ts';
import { accountValues, type ScimUser } from './core/user.ts';
import { followGroups, rolesOf } from './follow-groups.ts';
import { ScimRefusal } from './core/refusal.ts';

/**
 * The account of a new user: one that is there with the same address, where the operator lets it be taken over so, else a new one.
 * Refuses an address that somebody has, emergency accounts, and a person who has a user already.
 */
export async function accountFor(tx: Tx, user: ScimUser): Promise<{ person: string; adopted: boolean }> {
  const { scim, breakGlass } = await signInRules(tx.ctx.env.config);
  const { email, displayName } = accountValues(user);
  const there = email === null ? null : await personWith(tx, email);
  if (there !== null) {
    if (scim.adopt !== 'email' || breakGlass.includes(there))
      throw new ScimRefusal(
        409,
        `${email} is the address of the account ${there}, which is not provisioned. The operator lets such accounts be taken over with "scim: { adopt: email }" in the sign-in file.`,
        'uniqueness',
      );
    return { person: there, adopted: true };
  }
  const wanted = nameFrom([user.userName, email ?? undefined, displayName]);
  const person = freeName(wanted, await takenNames(tx, wanted));
  await ensureAccount(tx, { person, displayName, email, roles: rolesOf([], scim), managedBy: managedByScim });
  return { person, adopted: false };
}

async function personWith(tx: Tx, email: string): Promise<string | null> {
  const { rows } = await sql<{ person: string; taken: boolean }>`
    select person, exists (select from scim_user u where u.person = account.person) as taken
    from account where lower(email) = lower(${email})`.execute(tx.db);
  const [row] = rows;
  if (row?.taken === true)
    throw new ScimRefusal(409, `There is a user with the address ${email} already.`, 'uniqueness');
  return row?.person ?? null;
}

/** Makes the account be as its user: open or shut, and its name, address and roles where SCIM made it. */
export async function followUser(
  tx: Tx,
  { person, user }: { person: string; user: ScimUser },
): Promise<void> {
  const account = await lockAccount(tx.db, person);
  if (account === null) throw new AppError('gone', `The account ${person} is gone.`);
  if (account.managedBy === managedByScim) await ensureAccount(tx, { ...account, ...accountValues(user) });
  await followGroups(tx, [person]);
  const now = await lockAccount(tx.db, person);
  if (now !== null) await (user.active ? letIn(tx, now) : shutOut(tx, now));
  await linkIdentity(tx, { person, externalId: user.externalId ?? null });
}

/** Ends what a user who is deleted could do; the account stays, for what was done with it. */
export async function endAccount(tx: Tx, { person }: { person: string }): Promise<void> {
  const account = await lockAccount(tx.db, person);
  if (account === null) return;
  const shut = await shutOut(tx, account);
  if (account.managedBy === managedByScim)
    await ensureAccount(tx, { ...shut, email: null, roles: [], managedBy: null });
  await linkIdentity(tx, { person, externalId: null });
}

/** Where the operator says that a provider's subjects are these identifiers: its sign-in leads to this account. */
async function linkIdentity(
  tx: Tx,
  { person, externalId }: { person: string; externalId: string | null },
): Promise<void> {
  const { scim, providers } = await signInRules(tx.ctx.env.config);
  const provider = providers.find(({ name }) => name === scim.provider);
  if (provider === undefined) return;
  const { issuer } = provider;
  await sql`
    delete from sign_in_identity where issuer = ${issuer} and person = ${person}
      and subject is distinct from ${externalId}`.execute(tx.db);
  if (externalId === null) return;
  const known = await personBehind(tx.db, { issuer, subject: externalId });
  if (known === person) return;
  if (known !== null)
    throw new ScimRefusal(
      409,
      `The account of ${provider.label} with this externalId is connected to ${known}.`,
      'uniqueness',
    );
  const identity = {
    id: newId('identity'),
    issuer,
    subject: externalId,
    provider: provider.name,
    person,
    groups: [],
  };
  await storeIdentity(tx.db, identity, tx.now);
}
