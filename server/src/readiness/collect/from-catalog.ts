import type { Catalog } from '#catalog';
import { writtenFor } from '../core/measured/runbooks.ts';
import { behindNewest } from '../core/measured/versions.ts';
import { found, type Collector } from './collector.ts';

/** What the catalog itself says of products. */
export const fromCatalog: Collector = {
  name: 'catalog',
  measures: [
    'description_set',
    'runbook_set',
    'dashboard_set',
    'signals_named',
    'public_name_set',
    'applications',
    'environments',
    'versions',
    'versions_behind',
    'dependencies_declared',
    'owner_people',
  ],
  collect: async ({ catalog }) => {
    const places = placesOf(catalog);
    const known = applicationsOf(catalog);
    const written = writtenFor(catalog.list('Runbook'));
    return found(
      catalog.list('Product').map(({ name, spec }) => {
        const applications = known.get(name) ?? [];
        const versions = places.get(name) ?? [];
        return [
          name,
          {
            description_set: (spec.description ?? '').trim() !== '',
            runbook_set: spec.runbook !== undefined || hasLink(spec.links, /runbook/i) || written.has(name),
            dashboard_set: spec.dashboard !== undefined || hasLink(spec.links, /dashboard/i),
            signals_named: spec.aliases.length + spec.urlPatterns.length > 0,
            // A product of no application has no customers who could know a name of it.
            public_name_set: applications.length === 0 ? null : applications.every((isKnown) => isKnown),
            applications: applications.length,
            environments: versions.length,
            versions: new Set(versions.filter((version) => version !== undefined)).size,
            versions_behind: behindNewest(versions.filter((version) => version !== undefined)),
            dependencies_declared: spec.dependsOn.length,
            owner_people: catalog.teamMembers(spec.owner).length,
          },
        ];
      }),
    );
  },
};

function hasLink(links: readonly { readonly title: string }[] | undefined, word: RegExp): boolean {
  return links?.some(({ title }) => word.test(title)) ?? false;
}

/** By product, the version in each environment that it runs in. */
function placesOf(catalog: Catalog): Map<string, (string | undefined)[]> {
  const places = new Map<string, (string | undefined)[]>();
  for (const { spec } of catalog.list('Environment'))
    for (const { product, version } of spec.products)
      places.set(product, [...(places.get(product) ?? []), version]);
  return places;
}

/** By product, whether each application that it is part of has a public name. */
function applicationsOf(catalog: Catalog): Map<string, boolean[]> {
  const found = new Map<string, boolean[]>();
  for (const { spec } of catalog.list('Application'))
    for (const product of spec.products)
      found.set(product, [...(found.get(product) ?? []), spec.publicName !== undefined]);
  return found;
}
