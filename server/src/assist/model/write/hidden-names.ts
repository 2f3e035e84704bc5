import type { Catalog } from '#catalog';
import type { HiddenNames } from '../core/redact.ts';

/** Names that are nobody's business outside: of people, and of customers. */
export function hiddenNames(catalog: Catalog): HiddenNames {
  return {
    people: catalog.allOf('Person').flatMap(({ name }) => {
      const spec = catalog.get('Person', name)?.spec;
      const full = spec?.displayName ?? '';
      return [name, full, ...full.split(/\s+/)];
    }),
    customers: catalog.allOf('Customer').flatMap(({ name }) => {
      const spec = catalog.get('Customer', name)?.spec;
      return [name, spec?.displayName ?? '', spec?.publicName ?? ''];
    }),
  };
}
