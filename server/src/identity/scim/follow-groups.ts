import { sql } from 'kysely';
import type { Role } from '@fieldmarshal/contract';
import type { Tx } from '#platform';
import { ensureAccount } from '../accounts/ensure.ts';
import { managedByScim } from '../accounts/kept-by.ts';
import { lockAccount } from '../accounts/store.ts';
import { signInRules, type SignInRules } from '../providers/sign-in-file.ts';

type Mapping = SignInRules['scim'];

/** The roles of somebody in groups of these names: those of the operator's file, or the default one; none where there is none. */
export function rolesOf(groups: readonly string[], { roles, defaultRole }: Mapping): Role[] {
  const found = groups.flatMap((name) => (Object.hasOwn(roles, name) ? [roles[name]] : []));
  const given = [...new Set(found)].filter((role) => role !== undefined);
  return given.length === 0 && defaultRole !== undefined ? [defaultRole] : given;
}

/**
 * Makes the roles of these people follow the groups they are in now, where SCIM made their account. One after the other in one order,
 * under the lock of the account, so that two changes of groups at the same moment end with both counted.
 */
export async function followGroups(tx: Tx, people: readonly string[]): Promise<void> {
  const { scim } = await signInRules(tx.ctx.env.config);
  for (const person of await differing(tx, people, scim)) {
    const account = await lockAccount(tx.db, person);
    if (account?.managedBy !== managedByScim) continue;
    await ensureAccount(tx, {
      ...account,
      roles: rolesOf(await groupsOf(tx, [person]).then((all) => all.get(person) ?? []), scim),
    });
  }
}

/** Of these people, those who may have other roles by their groups; looked at without a lock, so that a large group costs one query. */
async function differing(tx: Tx, people: readonly string[], mapping: Mapping): Promise<string[]> {
  const all = [...new Set(people)].sort();
  if (all.length < 20) return all;
  const groups = await groupsOf(tx, all);
  const { rows } = await sql<{ person: string; roles: string[] }>`
    select person, roles from account where person = any(${all}::text[])`.execute(tx.db);
  const held = new Map(rows.map(({ person, roles }) => [person, [...roles].sort().join()]));
  return all.filter(
    (person) =>
      held.get(person) !==
      rolesOf(groups.get(person) ?? [], mapping)
        .sort()
        .join(),
  );
}

async function groupsOf(tx: Tx, people: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ person: string; names: string[] }>`
    select u.person, array_agg(g.display_name) as names
    from scim_user u join scim_member m on m.user_id = u.id join scim_group g on g.id = m.group_id
    where u.person = any(${[...people]}::text[]) group by u.person`.execute(tx.db);
  return new Map(rows.map(({ person, names }) => [person, names]));
}
