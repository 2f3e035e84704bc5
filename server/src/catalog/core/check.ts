import { didYouMean } from '@fieldmarshal/contract';
import type { CatalogObject, Kind, Spec } from '@fieldmarshal/contract/catalog';
import type { NewObject } from './new-object.ts';
import { checkFaults } from './rules/check-checks.ts';
import { maintenanceFaults } from './rules/check-maintenance.ts';
import { pagesNobody, targetsOf } from './rules/check-paging.ts';
import { checkReadiness } from './rules/check-readiness.ts';
import { checkTemplates } from './rules/check-templates.ts';
import { referencesOf } from './references.ts';

/** Something that is wrong between objects, though each is well formed. */
export interface Violation {
  readonly kind: Kind;
  readonly name: string;
  /** From the top of the object, such as `['spec', 'owner']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Suggestions cost a look at every name of the kind, so only the first unknown names get one. */
const suggestionsMax = 50;

/**
 * Everything wrong in a catalog as a whole: unknown names, a product that needs itself, two default policies, names that two claim.
 * Cycles of dependencies are allowed.
 */
export function checkCatalog(objects: readonly NewObject[], names: Names = {}): Violation[] {
  return [
    ...checkReferences(objects, names),
    ...objects.flatMap((object) => checkAlone(object)),
    ...checkDefaults(objects),
    ...checkTables(objects),
    ...checkAliases(objects),
    ...checkAddresses(objects),
    ...checkPolicies(objects),
    ...checkReadiness(objects),
    ...checkTemplates(objects),
  ];
}

/** Names beside the objects themselves, as `Kind/name`. */
interface Names {
  /** That were there before; for a better sentence. */
  readonly removed?: ReadonlySet<string>;
  /** That may be referred to though their objects are not at hand. */
  readonly assumed?: ReadonlySet<string>;
}

function checkReferences(objects: readonly NewObject[], { removed, assumed }: Names): Violation[] {
  const names = new Map<Kind, Set<string>>();
  for (const { kind, name } of objects) {
    const known = names.get(kind) ?? new Set();
    names.set(kind, known.add(name));
  }
  const violations: Violation[] = [];
  for (const object of objects) {
    for (const { kind, name, path } of referencesOf(object)) {
      const known = names.get(kind) ?? new Set();
      if (known.has(name) || assumed?.has(`${kind}/${name}`)) continue;
      const near = violations.length < suggestionsMax ? didYouMean(name, known) : '';
      const message = removed?.has(`${kind}/${name}`)
        ? `still names ${kind} "${name}", which would be removed`
        : `there is no ${kind} "${name}"${near}`;
      violations.push({ kind: object.kind, name: object.name, path: ['spec', ...path], message });
    }
  }
  return violations;
}

function checkAlone(object: NewObject): Violation[] {
  const at = (path: Violation['path'], message: string): Violation => ({
    kind: object.kind,
    name: object.name,
    path: ['spec', ...path],
    message,
  });
  if (object.kind === 'Product') {
    const seen = new Set<string>();
    return object.spec.dependsOn.flatMap(({ product }, index) => {
      const path = ['dependsOn', index, 'product'];
      if (product === object.name) return at(path, 'a product cannot depend on itself');
      if (seen.has(product)) return at(path, `"${product}" is given twice`);
      seen.add(product);
      return [];
    });
  }
  if (object.kind === 'Check') return checkFaults(object.spec).map(({ path, message }) => at(path, message));
  if (object.kind === 'MaintenanceWindow')
    return maintenanceFaults(object.spec).map(({ path, message }) => at(path, message));
  if (object.kind === 'Person') return checkRules(object.spec).map(({ path, message }) => at(path, message));
  if (object.kind === 'Shadow') return checkShadow(object.spec).map(({ path, message }) => at(path, message));
  if (object.kind === 'Schedule') {
    return [
      ...object.spec.layers.flatMap(({ start, end }, index) =>
        isBackward(start, end) ? at(['layers', index, 'end'], 'must be after start') : [],
      ),
      ...object.spec.overrides.flatMap(({ start, end }, index) =>
        isBackward(start, end) ? at(['overrides', index, 'end'], 'must be after start') : [],
      ),
      ...object.spec.overrides.flatMap(({ kind, replaces }, index) =>
        kind === 'replace' && replaces === undefined
          ? at(['overrides', index, 'replaces'], 'must say whom to replace')
          : [],
      ),
    ];
  }
  return [];
}

function checkPolicies(objects: readonly NewObject[]): Violation[] {
  const canMean = targetsOf(objects);
  return objects.flatMap(({ kind, name, spec }): Violation[] =>
    kind === 'EscalationPolicy'
      ? pagesNobody(spec, canMean).map(({ path, message }) => ({
          kind,
          name,
          path: ['spec', ...path],
          message,
        }))
      : [],
  );
}

/** A page does not wait: a rule begins at once. */
function checkRules({ notificationRules }: Spec<'Person'>): Fault[] {
  return notificationRules.flatMap(({ ring }, index) =>
    ring.every(({ afterMinutes }) => afterMinutes > 0)
      ? {
          path: ['notificationRules', index, 'ring'],
          message: 'one of them must ring at 0 minutes: a page does not wait',
        }
      : [],
  );
}

/** A shadow is beside exactly one other, for a time that ends after it begins. */
function checkShadow({ trainee, person, schedule, from, until }: Spec<'Shadow'>): Fault[] {
  const faults: Fault[] = [];
  if ((person === undefined) === (schedule === undefined))
    faults.push({
      path: [person === undefined ? 'person' : 'schedule'],
      message: 'name either a person or a schedule to shadow',
    });
  if (person === trainee) faults.push({ path: ['person'], message: 'nobody shadows themselves' });
  if (from !== undefined && isBackward(from, until))
    faults.push({ path: ['until'], message: 'must be after from' });
  return faults;
}

type Fault = Pick<Violation, 'path' | 'message'>;

function isBackward(start: string, end: string | undefined): boolean {
  return end !== undefined && Date.parse(end) <= Date.parse(start);
}

function checkDefaults(objects: readonly NewObject[]): Violation[] {
  const defaults = objects.flatMap((object) =>
    object.kind === 'EscalationPolicy' && object.spec.default ? object : [],
  );
  if (defaults.length < 2) return [];
  return defaults.map(({ kind, name }) => {
    const other = defaults.find((policy) => policy.name !== name)?.name ?? '';
    const message = `only one policy can be the default, and "${other}" is one too`;
    return { kind, name, path: ['spec', 'default'], message };
  });
}

/** Two tables could give two severities. */
function checkTables(objects: readonly NewObject[]): Violation[] {
  const tables = objects.filter(({ kind }) => kind === 'SeverityRules');
  if (tables.length < 2) return [];
  return tables.map(({ kind, name }) => {
    const other = tables.find((table) => table.name !== name)?.name ?? '';
    return {
      kind,
      name,
      path: ['spec'],
      message: `there can be only one SeverityRules, and "${other}" is one`,
    };
  });
}

/** An alias that two products claim, or that is another product's name, would make signals land by chance. */
function checkAliases(objects: readonly NewObject[]): Violation[] {
  const products = objects.flatMap((object): Pick<CatalogObject<'Product'>, 'kind' | 'name' | 'spec'>[] =>
    object.kind === 'Product' ? [object] : [],
  );
  const owners = new Map(products.map(({ name }) => [name, name]));
  return products.flatMap(({ kind, name, spec }) =>
    spec.aliases.flatMap((alias, index) => {
      const key = alias.toLowerCase();
      const owner = owners.get(key) ?? name;
      owners.set(key, owner);
      if (owner === name) return [];
      const message = `"${alias}" already means the product "${owner}"`;
      return { kind, name, path: ['spec', 'aliases', index], message };
    }),
  );
}

/** Two people with one address could not be told apart at sign-in. */
function checkAddresses(objects: readonly NewObject[]): Violation[] {
  const owners = new Map<string, string>();
  return objects.flatMap((object) => {
    if (object.kind !== 'Person') return [];
    const { kind, name, spec } = object;
    const key = spec.email.toLowerCase();
    const owner = owners.get(key);
    owners.set(key, owner ?? name);
    if (owner === undefined) return [];
    return { kind, name, path: ['spec', 'email'], message: `is the address of "${owner}" already` };
  });
}
