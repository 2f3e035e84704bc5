import type { Catalog } from '#catalog';
import type { Knowledge } from '../../core/facts.ts';

type Names = Omit<Knowledge, 'notes'>;

/** Of one version of the catalog, which many messages are compared with. */
const known = new WeakMap<object, Names>();

/** What a message must not say: names inside, people, customers, and `notes` of people that were not written for users. */
export function knowledgeOf(catalog: Pick<Catalog, 'list'>, notes: readonly string[]): Knowledge {
  const names = known.get(catalog) ?? namesOf(catalog);
  known.set(catalog, names);
  return { ...names, notes };
}

/**
 * What is a public name of anything is none inside. By what something is shown or also called counts where it is like no plain word:
 * nobody could write without those.
 */
function namesOf(catalog: Pick<Catalog, 'list'>): Names {
  const publicNames = catalog.list('Application').flatMap(({ spec }) => spec.publicName ?? []);
  const open = new Set(
    (['Product', 'Application', 'Workflow', 'Environment'] as const)
      .flatMap((kind) => catalog.list(kind).flatMap(({ spec }) => spec.publicName ?? []))
      .map((name) => name.toLowerCase()),
  );
  const slugs = (['Product', 'Environment', 'Team', 'Check', 'Application'] as const).flatMap((kind) =>
    catalog.list(kind).map(({ name }) => name),
  );
  const shown = (['Product', 'Environment', 'Check', 'Application'] as const).flatMap((kind) =>
    catalog.list(kind).flatMap(({ spec }) => spec.displayName ?? []),
  );
  const others = [
    ...shown,
    ...catalog.list('Workflow').map(({ name }) => name),
    ...catalog.list('Product').flatMap(({ spec }) => spec.aliases),
  ].filter((name) => isNoPlainWord(name));
  return {
    internalNames: [...new Set([...slugs, ...others])].filter((name) => !open.has(name.toLowerCase())),
    ids: (['Product', 'Environment'] as const)
      .flatMap((kind) => catalog.list(kind).map(({ name }) => name))
      .filter((name) => !open.has(name.toLowerCase())),
    people: catalog.list('Person').map(({ name, spec }) => spec.displayName ?? name),
    customers: catalog
      .list('Customer')
      .flatMap(({ name, spec }) => [spec.displayName ?? name, spec.publicName ?? []].flat()),
    publicNames,
    workflows: catalog
      .list('Workflow')
      .flatMap(({ spec: { publicName, application } }) =>
        publicName === undefined ? [] : [{ name: publicName, application }],
      ),
    places: catalog.list('Environment').flatMap(({ spec }) => spec.publicName ?? []),
    glossary: catalog
      .list('Wording')
      .flatMap(({ spec: { say, insteadOf, language } }) =>
        insteadOf.map((word) => ({ word, say, language: language ?? null })),
      ),
  };
}

/** Several words, or one with a digit, a mark or a capital inside: `Ledger Core`, `pay-gw`, `LedgerCore`. */
function isNoPlainWord(name: string): boolean {
  return /[\s\d_./:-]|\p{Ll}\p{Lu}/u.test(name.trim());
}
