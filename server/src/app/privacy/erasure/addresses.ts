import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import type { Ctx } from '#platform';

/** Everything by which the person was reached, before it goes. */
export async function addressesOf(ctx: Ctx, person: string): Promise<string[]> {
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
