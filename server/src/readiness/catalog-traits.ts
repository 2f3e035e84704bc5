import type { Catalog } from '#catalog';
import { compileStandards, type Standards, type Traits } from './core/standards.ts';

const compiled = new WeakMap<Catalog, Standards>();
const traits = new WeakMap<Catalog, ReadonlyMap<string, Traits>>();

/** The standards of a catalog with their rules read; made once for each version that is asked for. */
export function standardsOf(catalog: Catalog): Standards {
  const known = compiled.get(catalog);
  if (known) return known;
  const made = compileStandards(catalog.list('Standard'), catalog.list('Measure'));
  compiled.set(catalog, made);
  return made;
}

/** What standards choose products by, for each product by name. */
export function traitsOf(catalog: Catalog): ReadonlyMap<string, Traits> {
  const known = traits.get(catalog);
  if (known) return known;
  const applications = new Map<string, string[]>();
  for (const { name, spec } of catalog.list('Application'))
    for (const product of spec.products)
      applications.set(product, [...(applications.get(product) ?? []), name]);
  const criticality = new Map<string, number>();
  for (const { spec } of catalog.list('Workflow'))
    for (const product of spec.steps.flatMap((step) => step.products))
      criticality.set(product, Math.min(criticality.get(product) ?? 4, spec.criticality));
  const made = new Map(
    catalog.list('Product').map(({ name, spec, labels }): [string, Traits] => [
      name,
      {
        name,
        team: spec.owner,
        labels,
        applications: applications.get(name) ?? [],
        criticality: criticality.get(name) ?? null,
      },
    ]),
  );
  traits.set(catalog, made);
  return made;
}
