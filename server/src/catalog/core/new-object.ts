import { kinds, metadata, type CatalogObject, type Kind, type Origin } from '@fieldmarshal/contract/catalog';
import { shapeFaults, type ShapeFault } from './issues.ts';
import { textFault } from './yaml/tree.ts';

/** An object as somebody wants it stored. */
export type NewObject = {
  [K in Kind]: Pick<CatalogObject<K>, 'kind' | 'name' | 'labels' | 'spec' | 'origin'>;
}[Kind];

export interface Draft {
  readonly kind: Kind;
  readonly metadata: unknown;
  readonly spec: unknown;
  readonly origin: Origin;
}

export type Parsed = { readonly object: NewObject } | { readonly faults: readonly ShapeFault[] };

/** Checks the shape of one object; faults have paths from its top, such as `spec.owner`. References are not looked at. */
export function parseObject(draft: Draft): Parsed {
  const schema = kinds[draft.kind];
  const head = metadata.safeParse(draft.metadata);
  const spec = schema.safeParse(draft.spec);
  const faults = [
    ...under('metadata', shapeFaults(metadata, draft.metadata, head.error?.issues ?? [])),
    ...under('spec', shapeFaults(schema, draft.spec, spec.error?.issues ?? [])),
    ...textFaults({ metadata: draft.metadata, spec: draft.spec }, []),
  ];
  if (faults.length > 0 || !head.success || !spec.success) return { faults };
  const { name, labels = {} } = head.data;
  const object = { kind: draft.kind, name, labels, spec: spec.data, origin: draft.origin };
  // The spec was parsed by the schema of its kind above; the compiler does not tie the two together.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { object: object as NewObject };
}

function under(part: string, faults: readonly ShapeFault[]): ShapeFault[] {
  return faults.map((fault) => ({ ...fault, path: [part, ...fault.path] }));
}

/** No object of any kind is nested nearly as deep. */
const deepest = 50;

/** Texts that cannot be stored, wherever they stand, and what is nested too deep to be looked through. */
function textFaults(value: unknown, path: readonly (string | number)[]): ShapeFault[] {
  if (path.length > deepest) return [{ path: path.slice(0, 5), message: 'is nested too deep', at: 'value' }];
  if (typeof value === 'string') {
    const message = textFault(value);
    return message === null ? [] : [{ path, message, at: 'value' }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => textFaults(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...textFaults(key, [...path, key]),
    ...textFaults(item, [...path, key]),
  ]);
}
