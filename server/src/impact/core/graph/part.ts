import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { Label, Names } from './graph.ts';
import { sameList } from './stage.ts';

/** The kinds that have numbers. */
export type Numbered = 'Product' | 'Workflow' | 'Application' | 'Environment' | 'Customer';

/** The objects of one kind, numbered. */
export interface Part<K extends Numbered> {
  readonly list: readonly CatalogObject<K>[];
  /** The same one as before where only specs changed. */
  readonly names: Names;
  readonly labels: readonly Label[];
}

/** Gives the part before again where no object of it changed. */
export function partMaker<K extends Numbered>(): (list: readonly CatalogObject<K>[]) => Part<K> {
  let last: Part<K> | null = null;
  return (list) => {
    if (last !== null && sameList(last.list, list)) return last;
    const names = list.map(({ name }) => name);
    const known = last !== null && sameList(last.names.names, names) ? last.names : null;
    last = {
      list,
      names: known ?? numbered(names),
      labels: list.map((object) => labelOf(object)),
    };
    return last;
  };
}

function numbered(names: readonly string[]): Names {
  return { names, numbers: new Map(names.map((name, number) => [name, number])) };
}

interface Labelled {
  readonly name: string;
  readonly spec: { readonly displayName?: string | undefined; readonly publicName?: string | undefined };
}

function labelOf({ name, spec }: Labelled): Label {
  return { title: spec.displayName ?? name, publicName: spec.publicName ?? null };
}
