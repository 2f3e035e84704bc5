import {
  kindNames,
  type AnyCatalogObject,
  type CatalogObject,
  type Kind,
} from '@fieldmarshal/contract/catalog';
import type { Role } from '@fieldmarshal/contract/identity';
import { DependencyGraph, type BlastRadius, type Neighbour } from './graph.ts';
import { pathText } from './path-text.ts';
import { referencesOf } from './references.ts';

/** A place where an object is named by another one. */
export interface Referrer {
  readonly kind: Kind;
  readonly name: string;
  /** Into the referrer, such as `spec.members[2]`. */
  readonly path: string;
}

type Lists = { readonly [K in Kind]: CatalogObject<K>[] };
type ByName = { readonly [K in Kind]: Map<string, CatalogObject<K>> };

/**
 * The whole catalog at one moment: immutable, in memory, every lookup in constant time or linear in its answer.
 * References may dangle only where the database was changed by hand; lookups then skip them.
 */
export class Catalog {
  /** Grows with every change of the catalog. */
  readonly version: number;
  readonly #lists: Lists = emptyLists();
  readonly #byName: ByName = emptyMaps();
  readonly #groupMembers: ReadonlyMap<string, readonly string[]>;
  #aliases: ReadonlyMap<string, string> | undefined;
  #graph: DependencyGraph | undefined;
  #referrers: ReadonlyMap<string, readonly Referrer[]> | undefined;

  /** `groupMembers`: by team, whom its group of the identity provider makes members. */
  constructor(
    objects: Iterable<AnyCatalogObject>,
    version = 0,
    groupMembers: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {
    this.version = version;
    this.#groupMembers = groupMembers;
    const sorted = [...objects].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const object of sorted) place({ lists: this.#lists, byName: this.#byName }, object);
  }

  /** A catalog of other objects, in which who is a member by a group stays as it is. */
  of(objects: Iterable<AnyCatalogObject>): Catalog {
    return new Catalog(objects, this.version, this.#groupMembers);
  }

  get<K extends Kind>(kind: K, name: string): CatalogObject<K> | undefined {
    return this.#byName[kind].get(name);
  }

  /** All objects of a kind, by name. */
  list<K extends Kind>(kind: K): readonly CatalogObject<K>[] {
    return this.#lists[kind];
  }

  /** An object of a kind that is only known while running. */
  find(kind: Kind, name: string): AnyCatalogObject | undefined {
    return this.#byName[kind].get(name);
  }

  /** The objects of a kind that is only known while running, by name. */
  allOf(kind: Kind): readonly AnyCatalogObject[] {
    return this.#lists[kind];
  }

  /** Every object: kinds in the order of `kindNames`, then by name. */
  all(): AnyCatalogObject[] {
    return kindNames.flatMap((kind) => this.allOf(kind));
  }

  /** The product with this name, alias or display name, whatever its case; names win over aliases, aliases over display names. */
  productByAlias(text: string): CatalogObject<'Product'> | undefined {
    this.#aliases ??= aliasTable(this.list('Product'));
    const name = this.#aliases.get(text.trim().toLowerCase());
    return name === undefined ? undefined : this.get('Product', name);
  }

  /** The team that owns a product. */
  ownerOf(product: string): CatalogObject<'Team'> | undefined {
    const found = this.get('Product', product);
    return found && this.get('Team', found.spec.owner);
  }

  /** The names of a team's members: those it lists, in its order, then those of its group; each once. */
  membersOf(team: string): string[] {
    const listed = this.get('Team', team)?.spec.members ?? [];
    return [...new Set([...listed, ...this.groupMembers(team)])];
  }

  /** Those who are members by the team's group, as far as they are in the catalog. */
  groupMembers(team: string): string[] {
    if (this.get('Team', team)?.spec.group === undefined) return [];
    return (this.#groupMembers.get(team) ?? []).filter((name) => this.get('Person', name) !== undefined);
  }

  /** The people of a team in the team's order, each once. */
  teamMembers(team: string): CatalogObject<'Person'>[] {
    return this.membersOf(team).flatMap((name) => this.get('Person', name) ?? []);
  }

  /** The names of the people with any of these roles. */
  peopleWith(...roles: readonly Role[]): string[] {
    return this.list('Person').flatMap(({ name, spec }) =>
      spec.roles.some((role) => roles.includes(role)) ? name : [],
    );
  }

  get graph(): DependencyGraph {
    this.#graph ??= new DependencyGraph(this.list('Product'));
    return this.#graph;
  }

  /** The products that need this one directly. */
  dependents(product: string): Neighbour[] {
    return this.graph.dependents(product);
  }

  /** These products and all that they need, directly or through others; with `hard`, only what they cannot do without. */
  needsOf(products: Iterable<string>, strength?: 'hard'): Set<string> {
    const found = new Set(products);
    // A set goes on with what is added to it meanwhile.
    for (const name of found)
      for (const dependency of this.get('Product', name)?.spec.dependsOn ?? [])
        if (strength === undefined || dependency.strength === strength) found.add(dependency.product);
    return found;
  }

  /** Who breaks when this product does, by node number of {@link graph}. */
  blastRadius(product: string): BlastRadius {
    return this.graph.blastRadius(product);
  }

  /** The policy for what names none; at most one policy is the default. */
  defaultPolicy(): CatalogObject<'EscalationPolicy'> | undefined {
    return this.list('EscalationPolicy').find((policy) => policy.spec.default);
  }

  /** Who names this object, the object itself not counted. */
  referrersOf(kind: Kind, name: string): readonly Referrer[] {
    this.#referrers ??= referrerTable(this.all());
    return this.#referrers.get(`${kind}/${name}`) ?? [];
  }
}

function emptyLists(): Lists {
  return {
    Hub: [],
    Team: [],
    Person: [],
    Product: [],
    Application: [],
    Workflow: [],
    Environment: [],
    Customer: [],
    Schedule: [],
    EscalationPolicy: [],
    Shadow: [],
    Route: [],
    Check: [],
    MaintenanceWindow: [],
    SeverityRules: [],
    Template: [],
    Wording: [],
    Measure: [],
    Standard: [],
    Initiative: [],
    Ambush: [],
    SLO: [],
    Dashboard: [],
    Scenario: [],
    TrainingLadder: [],
    ModelProvider: [],
    Runbook: [],
    LinkTemplate: [],
    MetricsSource: [],
    MetricsPanel: [],
    ProductMetric: [],
    Tracker: [],
    TracesSource: [],
    LogsSource: [],
  };
}

function emptyMaps(): ByName {
  return {
    Hub: new Map(),
    Team: new Map(),
    Person: new Map(),
    Product: new Map(),
    Application: new Map(),
    Workflow: new Map(),
    Environment: new Map(),
    Customer: new Map(),
    Schedule: new Map(),
    EscalationPolicy: new Map(),
    Shadow: new Map(),
    Route: new Map(),
    Check: new Map(),
    MaintenanceWindow: new Map(),
    SeverityRules: new Map(),
    Template: new Map(),
    Wording: new Map(),
    Measure: new Map(),
    Standard: new Map(),
    Initiative: new Map(),
    Ambush: new Map(),
    SLO: new Map(),
    Dashboard: new Map(),
    Scenario: new Map(),
    TrainingLadder: new Map(),
    ModelProvider: new Map(),
    Runbook: new Map(),
    LinkTemplate: new Map(),
    MetricsSource: new Map(),
    MetricsPanel: new Map(),
    ProductMetric: new Map(),
    Tracker: new Map(),
    TracesSource: new Map(),
    LogsSource: new Map(),
  };
}

function place<K extends Kind>(
  { lists, byName }: { lists: Lists; byName: ByName },
  object: CatalogObject<K>,
): void {
  lists[object.kind].push(object);
  byName[object.kind].set(object.name, object);
}

function aliasTable(products: readonly CatalogObject<'Product'>[]): Map<string, string> {
  const table = new Map<string, string>();
  const claim = (text: string | undefined, name: string): void => {
    const key = text?.trim().toLowerCase();
    if (key !== undefined && !table.has(key)) table.set(key, name);
  };
  for (const product of products) claim(product.name, product.name);
  for (const product of products) for (const alias of product.spec.aliases) claim(alias, product.name);
  for (const product of products) claim(product.spec.displayName, product.name);
  return table;
}

function referrerTable(objects: readonly AnyCatalogObject[]): Map<string, Referrer[]> {
  const table = new Map<string, Referrer[]>();
  for (const object of objects) {
    for (const reference of referencesOf(object)) {
      if (reference.kind === object.kind && reference.name === object.name) continue;
      const key = `${reference.kind}/${reference.name}`;
      const list = table.get(key) ?? [];
      list.push({ kind: object.kind, name: object.name, path: `spec.${pathText(reference.path)}` });
      table.set(key, list);
    }
  }
  return table;
}
