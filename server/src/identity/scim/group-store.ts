import { sql, type Kysely, type SqlBool } from 'kysely';
import type { DB } from '#platform';
import type { Condition } from './core/filter.ts';
import { badRequest } from './core/refusal.ts';

export interface StoredGroup {
  readonly id: string;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

const selected = sql`id, display_name as "displayName", external_id as "externalId", version,
  created_at as "createdAt", changed_at as "changedAt" from scim_group`;

/** The group for a change, held until the transaction ends, or to be shown; null: there is none. */
export async function findGroup(
  db: Kysely<DB>,
  id: string,
  { forChange = false } = {},
): Promise<StoredGroup | null> {
  const { rows } = await sql<StoredGroup>`
    select ${selected} where id = ${id} ${forChange ? sql`for update` : sql``}`.execute(db);
  return rows[0] ?? null;
}

/** In the order in which they were made, with how many there are altogether. */
export async function searchGroups(
  db: Kysely<DB>,
  { conditions, offset, limit }: { conditions: readonly Condition[]; offset: number; limit: number },
): Promise<{ total: number; groups: StoredGroup[] }> {
  const where = sql.join([sql<SqlBool>`true`, ...conditions.map(conditionOf)], sql` and `);
  const counted = await sql<{ total: number }>`
    select count(*) as total from scim_group where ${where}`.execute(db);
  const { rows } = await sql<StoredGroup>`
    select ${selected} where ${where} order by created_at, id limit ${limit} offset ${offset}`.execute(db);
  return { total: counted.rows[0]?.total ?? 0, groups: rows };
}

function conditionOf({ attribute, value }: Condition) {
  const text = String(value);
  switch (attribute.toLowerCase()) {
    case 'id':
      return sql<SqlBool>`id = ${text}`;
    case 'displayname':
      return sql<SqlBool>`lower(display_name) = lower(${text})`;
    case 'externalid':
      return sql<SqlBool>`external_id = ${text}`;
    case 'members':
    case 'members.value':
      return sql<SqlBool>`exists (select from scim_member m where m.group_id = scim_group.id and m.user_id = ${text})`;
    default:
      throw badRequest('invalidFilter', `Groups cannot be found by "${attribute.slice(0, 100)}".`);
  }
}

export async function insertGroup(
  db: Kysely<DB>,
  {
    id,
    displayName,
    externalId,
    now,
  }: { id: string; displayName: string; externalId: string | null; now: Date },
): Promise<void> {
  await sql`
    insert into scim_group (id, display_name, external_id, created_at, changed_at)
    values (${id}, ${displayName}, ${externalId}, ${now}, ${now})`.execute(db);
}

export async function updateGroup(
  db: Kysely<DB>,
  {
    id,
    displayName,
    externalId,
    now,
  }: { id: string; displayName: string; externalId: string | null; now: Date },
): Promise<void> {
  await sql`
    update scim_group set display_name = ${displayName}, external_id = ${externalId}, version = version + 1, changed_at = ${now}
    where id = ${id}`.execute(db);
}

export async function deleteGroupRow(db: Kysely<DB>, id: string): Promise<void> {
  await sql`delete from scim_group where id = ${id}`.execute(db);
}

/** Who of the groups of these names may sign in, by group. A group that is not there is not in the answer. */
export async function peopleOfGroups(
  db: Kysely<DB>,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ name: string; people: string[] }>`
    select g.display_name as name, array_agg(distinct a.person order by a.person) as people
    from scim_group g join scim_member m on m.group_id = g.id join scim_user u on u.id = m.user_id
      join account a on a.person = u.person and a.disabled_at is null
    where g.display_name = any(${[...names]}::text[]) group by g.display_name`.execute(db);
  return new Map(rows.map(({ name, people }) => [name, people]));
}

/** The names of the groups that a user is in. */
export async function groupsOfUser(db: Kysely<DB>, userId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select g.display_name as name from scim_group g join scim_member m on m.group_id = g.id
    where m.user_id = ${userId} order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

export interface Member {
  readonly id: string;
  readonly person: string;
  readonly display: string;
}

export async function membersOf(db: Kysely<DB>, groupId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select u.id, u.person, u.user_name as display from scim_member m join scim_user u on u.id = m.user_id
    where m.group_id = ${groupId} order by u.id`.execute(db);
  return rows;
}

/** The ids among these that are no users here. */
export async function unknownUsers(db: Kysely<DB>, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...ids]}::text[]) id where not exists (select from scim_user u where u.id = id.id)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

export async function addMembers(db: Kysely<DB>, groupId: string, ids: readonly string[]): Promise<void> {
  await sql`
    insert into scim_member (group_id, user_id) select ${groupId}, id from unnest(${[...ids]}::text[]) id
    on conflict do nothing`.execute(db);
}

export async function removeMembers(db: Kysely<DB>, groupId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from scim_member where group_id = ${groupId} and user_id = any(${[...ids]}::text[])`.execute(
    db,
  );
}
