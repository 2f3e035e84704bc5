import type { AnyCatalogObject, ObjectView } from '@fieldmarshal/contract/catalog';

/** An object as clients get it. */
export function toView({
  kind,
  name,
  labels,
  spec,
  origin,
  generation,
  updatedAt,
}: AnyCatalogObject): ObjectView {
  return { kind, name, labels, spec, origin, generation, updatedAt };
}
