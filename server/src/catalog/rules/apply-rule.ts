import type { CatalogFault } from '@fieldmarshal/contract/catalog';
import type { Ctx } from '#platform';
import type { NewObject } from '../core/new-object.ts';
import type { SourcedObject } from '../core/read-objects.ts';
import { faultsError } from '../read-files.ts';

/** What a domain above the catalog says of an object that is to be stored. */
export interface Objection {
  /** Into the object, such as `['spec', 'layers']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly enforce: 'warn' | 'refuse';
}

/** A rule about objects that the catalog itself cannot know; the same for files as for the screen and the API. `all`: with what else it is applied. */
export type ApplyRule = (
  ctx: Ctx,
  object: NewObject,
  all: readonly NewObject[],
) => Promise<readonly Objection[]>;

/** Asks the rule about every object. Throws `refused` with the places in the files; what is only warned of is returned. */
export async function askRule(
  ctx: Ctx,
  objects: readonly SourcedObject[],
  rule: ApplyRule,
): Promise<CatalogFault[]> {
  const all = objects.map(({ object }) => object);
  const said: { readonly enforce: Objection['enforce']; readonly fault: CatalogFault }[] = [];
  for (const sourced of objects)
    for (const { path, message, enforce } of await rule(ctx, sourced.object, all))
      said.push({ enforce, fault: { ...sourced.locate(path), message } });
  const refused = said.flatMap(({ enforce, fault }) => (enforce === 'refuse' ? [fault] : []));
  if (refused.length > 0) throw faultsError(refused, 'refused');
  return said.map(({ fault }) => fault);
}
