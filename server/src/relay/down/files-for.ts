import type { Catalog } from '#catalog';
import { kindNames, type Kind } from '@fieldmarshal/contract/catalog';
import { withWhatTheyName } from './complete.ts';

/** A file is closed before it gets larger. */
const textLengthMax = 200 * 1024;

interface File {
  readonly path: string;
  readonly text: string;
}

/**
 * The catalog as far as it concerns a site with these environments: no other environment, no check that runs elsewhere only, no customer
 * and no route of elsewhere, and nothing that makes no sense without those. One YAML stream of JSON documents for each kind.
 */
export function filesFor(catalog: Catalog, environments: readonly string[]): File[] {
  const isHere = (name: string): boolean => environments.includes(name);
  const concerned = kindNames.flatMap((kind) =>
    catalog.allOf(kind).flatMap((object) => {
      const spec = narrowed(kind, object.name, { spec: object.spec, isHere });
      return spec === null ? [] : [{ object, spec }];
    }),
  );
  const kept = withWhatTheyName(concerned);
  return kindNames.flatMap((kind) => {
    const documents = kept.flatMap(({ object: { kind: of, name, labels }, spec }) =>
      of === kind
        ? [JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name, labels }, spec })]
        : [],
    );
    return inFiles(kind, documents);
  });
}

interface Narrowing {
  readonly spec: object;
  readonly isHere: (environment: string) => boolean;
}

function narrowed(kind: Kind, name: string, { spec, isHere }: Narrowing): object | null {
  // What is cut off is the line from here to there: who is there sees it.
  if (kind === 'Environment') return isHere(name) ? { ...spec, connection: 'connected' } : null;
  if (kind === 'Check' && 'environments' in spec && Array.isArray(spec.environments)) {
    const here = spec.environments.filter((each: unknown) => isHere(environmentOf(each)));
    return here.length === 0 ? null : { ...spec, environments: here };
  }
  if (kind === 'Customer' && 'uses' in spec && Array.isArray(spec.uses)) {
    const uses: unknown[] = spec.uses;
    const here = uses.flatMap((use) => useHere(use, isHere));
    return here.length === 0 ? null : { ...spec, uses: here };
  }
  if (kind === 'Route' && 'environment' in spec && typeof spec.environment === 'string')
    return isHere(spec.environment) ? spec : null;
  return spec;
}

function environmentOf(use: unknown): string {
  return typeof use === 'object' && use !== null && 'environment' in use ? String(use.environment) : '';
}

/** A use that names no environment is one wherever the application runs. */
function useHere(use: unknown, isHere: (environment: string) => boolean): object[] {
  if (typeof use !== 'object' || use === null) return [];
  if (!('environments' in use) || !Array.isArray(use.environments) || use.environments.length === 0)
    return [use];
  const environments = use.environments.map(String).filter(isHere);
  return environments.length === 0 ? [] : [{ ...use, environments }];
}

function inFiles(kind: Kind, documents: readonly string[]): File[] {
  const files: File[] = [];
  let held: string[] = [];
  let length = 0;
  const close = (): void => {
    if (held.length > 0)
      files.push({ path: `headquarters/${kind}-${files.length + 1}.yaml`, text: held.join('\n---\n') });
    held = [];
    length = 0;
  };
  for (const document of documents) {
    if (length + document.length > textLengthMax) close();
    held.push(document);
    length += document.length;
  }
  close();
  return files;
}
