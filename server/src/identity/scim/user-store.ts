import { sql, type Kysely, type SqlBool } from 'kysely';
import type { DB } from '#platform';
import type { Condition } from './core/filter.ts';
import { badRequest } from './core/refusal.ts';
import { readUser, type ScimUser } from './core/user.ts';

/** A user as it is kept; `active` follows the account, whoever shut it. */
export interface StoredUser {
  readonly id: string;
  readonly person: string;
  readonly user: ScimUser;
  readonly adopted: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
}

interface Row {
  readonly id: string;
  readonly person: string;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly attributes: object;
  readonly adopted: boolean;
  readonly version: number;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly active: boolean;
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
}

const selected = sql`u.*, a.disabled_at is null as active, coalesce((
    select jsonb_agg(jsonb_build_object('id', g.id, 'displayName', g.display_name) order by g.display_name)
    from scim_member m join scim_group g on g.id = m.group_id where m.user_id = u.id), '[]') as groups
  from scim_user u join account a on a.person = u.person`;

function toStored(row: Row): StoredUser {
  const { id, person, adopted, version, groups, active } = row;
  const user = readUser({ ...row.attributes, userName: row.user_name, externalId: row.external_id, active });
  return { id, person, adopted, version, groups, user, createdAt: row.created_at, changedAt: row.changed_at };
}

/** The user for a change, held until the transaction ends, or to be shown; null: there is none. */
export async function findUser(
  db: Kysely<DB>,
  id: string,
  { forChange = false } = {},
): Promise<StoredUser | null> {
  if (forChange) await sql`select from scim_user where id = ${id} for update`.execute(db);
  const { rows } = await sql<Row>`select ${selected} where u.id = ${id}`.execute(db);
  return rows[0] ? toStored(rows[0]) : null;
}

interface Search {
  readonly conditions: readonly Condition[];
  readonly offset: number;
  readonly limit: number;
}

/** In the order in which they were made, with how many there are altogether. */
export async function searchUsers(
  db: Kysely<DB>,
  { conditions, offset, limit }: Search,
): Promise<{ total: number; users: StoredUser[] }> {
  const where = sql.join([sql<SqlBool>`true`, ...conditions.map(conditionOf)], sql` and `);
  const counted = await sql<{ total: number }>`
    select count(*) as total from scim_user u join account a on a.person = u.person where ${where}`.execute(
    db,
  );
  const { rows } = await sql<Row>`
    select ${selected} where ${where} order by u.created_at, u.id limit ${limit} offset ${offset}`.execute(
    db,
  );
  return { total: counted.rows[0]?.total ?? 0, users: rows.map(toStored) };
}

function conditionOf({ attribute, value }: Condition) {
  const text = String(value);
  switch (attribute.toLowerCase()) {
    case 'id':
      return sql<SqlBool>`u.id = ${text}`;
    case 'username':
      return sql<SqlBool>`lower(u.user_name) = lower(${text})`;
    case 'externalid':
      return sql<SqlBool>`u.external_id = ${text}`;
    case 'displayname':
      return sql<SqlBool>`lower(u.attributes ->> 'displayName') = lower(${text})`;
    case 'active':
      return sql<SqlBool>`(a.disabled_at is null) = ${value === true || text.toLowerCase() === 'true'}`;
    case 'emails':
    case 'emails.value':
      return sql<SqlBool>`exists (select from jsonb_array_elements(u.attributes -> 'emails') e where lower(e ->> 'value') = lower(${text}))`;
    case 'emails.type':
      return sql<SqlBool>`exists (select from jsonb_array_elements(u.attributes -> 'emails') e where e ->> 'type' = ${text})`;
    default:
      throw badRequest('invalidFilter', `Users cannot be found by "${attribute.slice(0, 100)}".`);
  }
}

interface NewUser {
  readonly id: string;
  readonly person: string;
  readonly user: ScimUser;
  readonly adopted: boolean;
  readonly now: Date;
}

export async function insertUser(db: Kysely<DB>, { id, person, user, adopted, now }: NewUser): Promise<void> {
  const { userName, externalId, attributes } = columnsOf(user);
  await sql`
    insert into scim_user (id, person, user_name, external_id, attributes, adopted, created_at, changed_at)
    values (${id}, ${person}, ${userName}, ${externalId}, ${attributes}::jsonb, ${adopted}, ${now}, ${now})`.execute(
    db,
  );
}

export async function updateUser(
  db: Kysely<DB>,
  { id, user, now }: { id: string; user: ScimUser; now: Date },
): Promise<void> {
  const { userName, externalId, attributes } = columnsOf(user);
  await sql`
    update scim_user set user_name = ${userName}, external_id = ${externalId}, attributes = ${attributes}::jsonb,
      version = version + 1, changed_at = ${now} where id = ${id}`.execute(db);
}

export async function deleteUserRow(db: Kysely<DB>, id: string): Promise<void> {
  await sql`delete from scim_user where id = ${id}`.execute(db);
}

function columnsOf({ userName, externalId, active: _active, ...rest }: ScimUser) {
  return { userName, externalId: externalId ?? null, attributes: JSON.stringify(rest) };
}
