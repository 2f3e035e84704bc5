import { inTransaction, isUniqueViolation, type Ctx, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { scimGroupsChanged } from '../facts.ts';
import { permit } from '../permit.ts';
import { newId } from '../secret.ts';
import { groupSteps, readGroup, type GroupStep } from './core/patch-group.ts';
import { readPatch } from './core/patch.ts';
import { badRequest, ScimRefusal } from './core/refusal.ts';
import { followGroups } from './follow-groups.ts';
import {
  addMembers,
  deleteGroupRow,
  findGroup,
  insertGroup,
  membersOf,
  removeMembers,
  unknownUsers,
  updateGroup,
} from './group-store.ts';
import { checkVersion, noSuch, type Addressed } from './target.ts';
import { showGroup, type Shown } from './view.ts';

/** A group with its members; whom the operator's file gives a role by its name, gets it. Refuses a name that is there (409). */
export async function createGroup(ctx: Ctx, sent: unknown): Promise<Shown> {
  permit(ctx, 'scim.provision');
  const { displayName, externalId, members } = readGroup(sent);
  return inTransaction(ctx, async (tx) => {
    const id = newId('group');
    await unlessTaken(displayName, async () =>
      insertGroup(tx.db, { id, displayName, externalId, now: tx.now }),
    );
    await setMembers(tx, id, members);
    return afterChange(tx, id, { action: 'scim.group-made', before: [], named: displayName });
  });
}

/** `withMembers` false: a provider that only looks for the group is spared the list. */
export async function readGroupById(
  ctx: Ctx,
  { id, withMembers }: { id: string; withMembers: boolean },
): Promise<Shown> {
  permit(ctx, 'scim.provision');
  const db = ctx.env.databases[ctx.pool];
  const stored = await findGroup(db, id);
  if (stored === null) throw noSuch('group', id);
  return showGroup(ctx.env.config, stored, withMembers ? await membersOf(db, id) : null);
}

export async function replaceGroup(ctx: Ctx, target: Addressed, sent: unknown): Promise<Shown> {
  const { displayName, externalId, members } = readGroup(sent);
  return changeGroup(ctx, target, [
    { kind: 'rename', displayName },
    { kind: 'identify', externalId },
    { kind: 'set', members },
  ]);
}

export async function patchGroup(ctx: Ctx, target: Addressed, sent: unknown): Promise<Shown> {
  return changeGroup(ctx, target, groupSteps(readPatch(sent)));
}

async function changeGroup(
  ctx: Ctx,
  { id, ifMatch }: Addressed,
  steps: readonly GroupStep[],
): Promise<Shown> {
  permit(ctx, 'scim.provision');
  return inTransaction(ctx, async (tx) => {
    const stored = await findGroup(tx.db, id, { forChange: true });
    if (stored === null) throw noSuch('group', id);
    checkVersion(stored, ifMatch);
    const before = (await membersOf(tx.db, id)).map(({ person }) => person);
    let { displayName, externalId } = stored;
    for (const step of steps) {
      if (step.kind === 'rename') ({ displayName } = step);
      else if (step.kind === 'identify') ({ externalId } = step);
      else if (step.kind === 'remove') await removeMembers(tx.db, id, step.members);
      else if (step.kind === 'add') await addKnown(tx, id, step.members);
      else await setMembers(tx, id, step.members);
    }
    await unlessTaken(displayName, async () =>
      updateGroup(tx.db, { id, displayName, externalId, now: tx.now }),
    );
    return afterChange(tx, id, { action: 'scim.group-changed', before, named: stored.displayName });
  });
}

export async function deleteGroup(ctx: Ctx, { id, ifMatch }: Addressed): Promise<void> {
  permit(ctx, 'scim.provision');
  await inTransaction(ctx, async (tx) => {
    const stored = await findGroup(tx.db, id, { forChange: true });
    if (stored === null) throw noSuch('group', id);
    checkVersion(stored, ifMatch);
    const people = (await membersOf(tx.db, id)).map(({ person }) => person);
    await deleteGroupRow(tx.db, id);
    await followGroups(tx, people);
    tellGroups(tx, [stored.displayName]);
    audit(tx, {
      action: 'scim.group-deleted',
      subject: `ScimGroup/${stored.displayName}`,
      before: { people },
    });
    tx.changed('admin');
  });
}

async function setMembers(tx: Tx, id: string, members: readonly string[]): Promise<void> {
  const gone = (await membersOf(tx.db, id)).filter((member) => !members.includes(member.id));
  await removeMembers(
    tx.db,
    id,
    gone.map((member) => member.id),
  );
  await addKnown(tx, id, members);
}

async function addKnown(tx: Tx, id: string, members: readonly string[]): Promise<void> {
  const [unknown] = await unknownUsers(tx.db, members);
  if (unknown !== undefined) throw badRequest('invalidValue', `members: there is no user ${unknown}.`);
  await addMembers(tx.db, id, members);
}

/** Lets roles follow, records who came and went, and shows the group as it is. */
async function afterChange(
  tx: Tx,
  id: string,
  { action, before, named }: { action: string; before: readonly string[]; named: string },
): Promise<Shown> {
  const stored = await findGroup(tx.db, id);
  if (stored === null) throw noSuch('group', id);
  const members = await membersOf(tx.db, id);
  const people = members.map(({ person }) => person);
  await followGroups(tx, [...before, ...people]);
  audit(tx, {
    action,
    subject: `ScimGroup/${stored.displayName}`,
    before: { gone: before.filter((person) => !people.includes(person)) },
    after: { came: people.filter((person) => !before.includes(person)) },
  });
  tellGroups(tx, [named, stored.displayName]);
  tx.changed('admin');
  return showGroup(tx.ctx.env.config, stored, members);
}

/** What follows from who is in a group beyond roles, such as teams. */
export function tellGroups(tx: Tx, names: readonly string[]): void {
  if (names.length > 0)
    tx.emit(scimGroupsChanged, 'scim', { groups: [...new Set(names.map((name) => name.slice(0, 200)))] });
}

async function unlessTaken(displayName: string, store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (error) {
    if (isUniqueViolation(error, 'scim_group_name'))
      throw new ScimRefusal(409, `There is a group called ${displayName} already.`, 'uniqueness');
    throw error;
  }
}
