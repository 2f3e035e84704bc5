import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';

/** Where rows of the audit log about a person hold addresses: of the catalog, of the account, of a contact method. */
const places = [
  '$[*].spec.email',
  '$[*].spec.contactMethods[*].*',
  '$[*].email',
  '$[*].destination',
  '$[*].method.*',
];

/**
 * Everything by which the person is reached, and was: whoever was taken out of the catalog before has no contact methods any more, while
 * texts and the audit log still hold their number.
 */
export async function addressesOf(ctx: Ctx, person: string): Promise<string[]> {
  const { rows } = await sql<{ address: string | null }>`
    select email as address from account where person = ${person}
    union select destination from contact_method where person = ${person}
    union select user_name from scim_user where person = ${person}
    union select spec ->> 'email' from catalog_object where kind = 'Person' and name = ${person}
    union select found #>> '{}' from audit, unnest(${places}::jsonpath[]) as place,
      jsonb_path_query(jsonb_build_array(before, after), place) as found
      where (subject = ${`Person/${person}`} or (action like 'contact.%' and ${person} in (before ->> 'person', after ->> 'person')))
        and jsonb_typeof(found) = 'string'
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
