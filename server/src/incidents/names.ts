import type { PersonRef } from '@fieldmarshal/contract/incidents';
import { readCatalog } from '#catalog';
import { AppError, type Ctx, type FieldFault } from '#platform';

type Named = 'Person' | 'Team' | 'Product' | 'Environment' | 'EscalationPolicy';

/** Names of catalog objects as they came in, by the field they came in. null: none was given. */
export type Names = Readonly<Record<string, { readonly kind: Named; readonly name: string | null }>>;

/** Refuses names the catalog does not have, each with the field it is in. Reads the catalog: call it before a transaction. */
export async function requireNames(ctx: Ctx, names: Names): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const faults = Object.entries(names).flatMap(([path, { kind, name }]): FieldFault[] =>
    name === null || catalog.get(kind, name) !== undefined
      ? []
      : [{ path, message: `there is no ${kind} called "${name}" in the catalog` }],
  );
  const [first] = faults;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { faults });
}

/** A person of the catalog with their display name; refuses an unknown one, naming `path`. */
export async function requirePerson(ctx: Ctx, person: string, path: string): Promise<PersonRef> {
  await requireNames(ctx, { [path]: { kind: 'Person', name: person } });
  return personRef(ctx, person);
}

/** The same for facts that have happened already: an unknown person keeps the name they came with. */
export async function personRef(ctx: Ctx, person: string): Promise<PersonRef> {
  const catalog = await readCatalog(ctx.env);
  return { person, name: catalog.get('Person', person)?.spec.displayName ?? person };
}
