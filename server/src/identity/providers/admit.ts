import type { Role } from '@fieldmarshal/contract';
import { AppError, type Tx } from '#platform';
import { ensureAccount } from '../accounts/ensure.ts';
import { managedByProvider } from '../accounts/kept-by.ts';
import { lockAccount } from '../accounts/store.ts';
import { audit } from '../audit/append.ts';
import { freeName, nameFrom, rolesByGroups } from '../core/admission.ts';
import { newId } from '../secret.ts';
import { lockCredentials } from '../sessions/credentials.ts';
import { deleteSessionsOf } from '../sessions/session-rows.ts';
import type { Vouched } from './exchange.ts';
import { isEmailFree, personBehind, storeIdentity } from './identity-store.ts';
import type { IdentityProvider } from './sign-in-file.ts';
import { takenNames } from './taken-names.ts';

interface Applicant {
  readonly provider: IdentityProvider;
  readonly vouched: Vouched;
}

/**
 * Who of us the provider vouches for, made just in time where it may; the accounts it made follow its groups. Gives the refusal where
 * it lets this person in no longer: what was taken away for that is stored. Throws the refusal of somebody who never was let in.
 */
export async function admit(tx: Tx, { provider, vouched }: Applicant): Promise<string | AppError> {
  const person = await personBehind(tx.db, vouched);
  if (person === null) return makeAccount(tx, { provider, vouched });
  const account = await lockAccount(tx.db, person);
  if (account?.managedBy === managedByProvider(provider.name)) {
    const roles = rolesOf({ provider, vouched });
    const displayName = vouched.displayName ?? account.displayName;
    const email = await emailNow(tx, account.email, vouched);
    await ensureAccount(tx, { ...account, displayName, email, roles, managedBy: account.managedBy });
    if (roles.length === 0) {
      await deleteSessionsOf(tx.db, person);
      return notInGroup(provider);
    }
  }
  await connectIdentity(tx, { provider, vouched }, person);
  if (!(await lockCredentials(tx.db, person)))
    throw new AppError('forbidden', 'Your account here is shut. Please ask an administrator.');
  return person;
}

/** Connects the identity to the person, or notes its use. Refuses one that is somebody else's. */
export async function connectIdentity(
  tx: Tx,
  { provider, vouched }: Applicant,
  person: string,
): Promise<void> {
  const { issuer, subject, groups } = vouched;
  const before = await personBehind(tx.db, vouched);
  if (before !== null && before !== person)
    throw new AppError('conflict', `This account of ${provider.label} is connected to somebody else here.`);
  await storeIdentity(
    tx.db,
    { id: newId('identity'), issuer, subject, provider: provider.name, person, groups: groups ?? [] },
    tx.now,
  );
  if (before === null)
    audit(tx, {
      action: 'account.identity-connected',
      subject: `Person/${person}`,
      after: { provider: provider.name, issuer, subject },
    });
}

async function makeAccount(tx: Tx, { provider, vouched }: Applicant): Promise<string> {
  if (provider.admit === 'invited')
    throw new AppError(
      'forbidden',
      `Your account of ${provider.label} is not connected to anybody here. Please ask an administrator for an invitation.`,
    );
  const roles = rolesOf({ provider, vouched });
  if (roles.length === 0) throw notInGroup(provider);
  const { preferredName, displayName } = vouched;
  const wanted = nameFrom([preferredName, vouched.email ?? undefined, displayName]);
  const person = freeName(wanted, await takenNames(tx, wanted));
  await ensureAccount(tx, {
    person,
    displayName: displayName ?? person,
    email: await emailNow(tx, null, vouched),
    roles,
    managedBy: managedByProvider(provider.name),
  });
  await connectIdentity(tx, { provider, vouched }, person);
  return person;
}

/** Throws where groups decide and are not told: to take them for none would shut somebody out who is in too many. */
function rolesOf({ provider, vouched }: Applicant): Role[] {
  if (vouched.groups !== null) return rolesByGroups(vouched.groups, provider);
  if (Object.keys(provider.roles).length === 0) return rolesByGroups([], provider);
  throw new AppError(
    'forbidden',
    `${provider.label} does not tell which groups you are in, since they are too many. Please ask whoever runs it.`,
    {
      internal: `${provider.groupsClaim} is told elsewhere (_claim_names): let the provider list only groups that are assigned to this application`,
    },
  );
}

/** The address that the provider vouches for now, unless somebody else has it; else the one before. */
async function emailNow(tx: Tx, before: string | null, { email }: Vouched): Promise<string | null> {
  if (email === null || email.toLowerCase() === before?.toLowerCase()) return before;
  return (await isEmailFree(tx.db, email)) ? email : before;
}

function notInGroup({ label }: IdentityProvider): AppError {
  return new AppError(
    'forbidden',
    `Your account of ${label} is in no group that may use Fieldmarshal. Please ask whoever keeps the groups there.`,
  );
}
