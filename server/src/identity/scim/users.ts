import { inTransaction, isUniqueViolation, type Ctx, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { permit } from '../permit.ts';
import { newId } from '../secret.ts';
import { accountFor, endAccount, followUser } from './account.ts';
import { patchedUser } from './core/patch-user.ts';
import { readPatch } from './core/patch.ts';
import { ScimRefusal } from './core/refusal.ts';
import { readUser, type ScimUser } from './core/user.ts';
import { groupsOfUser } from './group-store.ts';
import { tellGroups } from './groups.ts';
import { checkVersion, noSuch, type Addressed } from './target.ts';
import { deleteUserRow, findUser, insertUser, updateUser, type StoredUser } from './user-store.ts';
import { showUser, type Shown } from './view.ts';

/** A user and, where there is none for it, an account. Refuses a user name or address that is there already (409). */
export async function createUser(ctx: Ctx, sent: unknown): Promise<Shown> {
  permit(ctx, 'scim.provision');
  const user = readUser(sent);
  return inTransaction(ctx, async (tx) => {
    const id = newId('user');
    const { person, adopted } = await accountFor(tx, user);
    await unlessTaken(user, async () => insertUser(tx.db, { id, person, user, adopted, now: tx.now }));
    await followUser(tx, { person, user });
    audit(tx, {
      action: 'scim.user-made',
      subject: `Person/${person}`,
      after: { id, adopted, userName: user.userName },
    });
    return shownAfter(tx, id);
  });
}

export async function readUserById(ctx: Ctx, { id }: { id: string }): Promise<Shown> {
  permit(ctx, 'scim.provision');
  const stored = await findUser(ctx.env.databases[ctx.pool], id);
  if (stored === null) throw noSuch('user', id);
  return showUser(ctx.env.config, stored);
}

/** Replaces all that is kept of the user; without `active` in it, who was shut out stays so. */
export async function replaceUser(ctx: Ctx, target: Addressed, sent: unknown): Promise<Shown> {
  const user = readUser(sent);
  return changeUser(ctx, target, (before) =>
    saysActive(sent) ? user : { ...user, active: before.user.active },
  );
}

/** Changes some of it, in the words of Okta or of Entra. */
export async function patchUser(ctx: Ctx, target: Addressed, sent: unknown): Promise<Shown> {
  const operations = readPatch(sent);
  return changeUser(ctx, target, ({ user }) => readUser(patchedUser(user, operations)));
}

async function changeUser(
  ctx: Ctx,
  { id, ifMatch }: Addressed,
  changed: (before: StoredUser) => ScimUser,
): Promise<Shown> {
  permit(ctx, 'scim.provision');
  return inTransaction(ctx, async (tx) => {
    const before = await findUser(tx.db, id, { forChange: true });
    if (before === null) throw noSuch('user', id);
    checkVersion(before, ifMatch);
    const user = changed(before);
    if (JSON.stringify(user) === JSON.stringify(before.user)) return showUser(ctx.env.config, before);
    await unlessTaken(user, async () => updateUser(tx.db, { id, user, now: tx.now }));
    await followUser(tx, { person: before.person, user });
    if (user.active !== before.user.active) tellGroups(tx, await groupsOfUser(tx.db, id));
    audit(tx, {
      action: 'scim.user-changed',
      subject: `Person/${before.person}`,
      before: { userName: before.user.userName, active: before.user.active },
      after: { userName: user.userName, active: user.active },
    });
    return shownAfter(tx, id);
  });
}

/** The user goes; its account is shut and stays, for what was done with it. */
export async function deleteUser(ctx: Ctx, { id, ifMatch }: Addressed): Promise<void> {
  permit(ctx, 'scim.provision');
  await inTransaction(ctx, async (tx) => {
    const before = await findUser(tx.db, id, { forChange: true });
    if (before === null) throw noSuch('user', id);
    checkVersion(before, ifMatch);
    await endAccount(tx, before);
    tellGroups(tx, await groupsOfUser(tx.db, id));
    await deleteUserRow(tx.db, id);
    audit(tx, {
      action: 'scim.user-deleted',
      subject: `Person/${before.person}`,
      before: { id, userName: before.user.userName },
    });
    tx.changed('admin');
  });
}

function saysActive(sent: unknown): boolean {
  return typeof sent === 'object' && sent !== null && 'active' in sent;
}

async function shownAfter(tx: Tx, id: string): Promise<Shown> {
  tx.changed('admin');
  const stored = await findUser(tx.db, id);
  if (stored === null) throw noSuch('user', id);
  return showUser(tx.ctx.env.config, stored);
}

async function unlessTaken({ userName }: ScimUser, store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (error) {
    if (isUniqueViolation(error, 'scim_user_name'))
      throw new ScimRefusal(409, `There is a user called ${userName} already.`, 'uniqueness');
    throw error;
  }
}
