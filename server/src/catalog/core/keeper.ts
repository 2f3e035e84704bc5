import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import type { Catalog } from './catalog.ts';

/** Kinds whose rules the people of an owning team may change, and not only leads. */
const keptKinds = ['Schedule', 'EscalationPolicy'] as const satisfies readonly Kind[];
type Kept = Extract<AnyCatalogObject, { readonly kind: (typeof keptKinds)[number] }>;

export function isKept(object: AnyCatalogObject): object is Kept {
  return keptKinds.some((kind) => kind === object.kind);
}

/**
 * Whether somebody keeps a schedule or an escalation policy: they are in the team that it names as its owner, and work for that team
 * where they have a scope. What has no owner has no keeper: that a team is paged by a policy, or a schedule by a policy of a team, gives
 * the team no say in its rules.
 */
export function keeps(catalog: Catalog, person: string | null, { spec }: Kept): boolean {
  if (person === null || spec.owner === undefined) return false;
  if (!catalog.membersOf(spec.owner).includes(person)) return false;
  const scope = catalog.get('Person', person)?.spec.scope?.teams;
  return scope === undefined || scope.includes(spec.owner);
}
