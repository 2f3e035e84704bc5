import { withoutUnseen } from '@fieldmarshal/contract';
import type { CatalogFault, Kind } from '@fieldmarshal/contract/catalog';
import {
  backstageEntity,
  objectNameOf,
  parseRef,
  refText,
  type BackstageEntity,
  type EntityRef,
} from './entity.ts';
import { shapeFaults } from '../issues.ts';
import { parseObject } from '../new-object.ts';
import { pathText } from '../path-text.ts';
import type { ReadResult, SourcedObject } from '../read-objects.ts';
import type { Path, SourceDocument } from '../yaml/documents.ts';

export { isBackstage } from './entity.ts';

interface Entity extends BackstageEntity {
  readonly ref: EntityRef;
  readonly document: SourceDocument;
}

/** A list of values, each with the place of the file it comes from. */
type Sourced<T> = { readonly value: T; readonly from: Path }[];

/**
 * Reads Backstage's `catalog-info.yaml`: System → Application, Component → Product, Group → Team, User → Person. An API with one
 * provider is an alias of that product, so that who consumes it depends on the provider; an API with none or several is a product
 * of its own. Everything else of Backstage is passed over with a warning.
 */
export class BackstageReader {
  readonly #entities = new Map<string, Entity>();
  readonly #faults: CatalogFault[] = [];
  readonly #warnings: CatalogFault[] = [];
  readonly #objects: SourcedObject[] = [];
  readonly #malformed = new Set<string>();
  /** Components by the API they provide and by the system they are part of, users by the group they name. */
  readonly #providers = new Map<string, Entity[]>();
  readonly #parts = new Map<string, Entity[]>();
  readonly #joined = new Map<string, Entity[]>();

  add(value: unknown, document: SourceDocument): void {
    const parsed = backstageEntity.safeParse(value);
    if (!parsed.success) {
      for (const { path, message, at } of shapeFaults(backstageEntity, value, parsed.error.issues)) {
        this.#faults.push({ ...document.locate(path, at), path: pathText(path), message });
      }
      return;
    }
    const kind = parsed.data.kind.toLowerCase();
    const namespace = (parsed.data.metadata.namespace ?? 'default').toLowerCase();
    const ref = { kind, namespace, name: parsed.data.metadata.name.toLowerCase() };
    const entity = { ...parsed.data, ref, document };
    if (!readKinds.has(kind)) return this.#warn(entity, ['kind'], `${entity.kind} is not used here`);
    const earlier = this.#entities.get(refText(ref));
    if (earlier) {
      const there = earlier.document.locate(['metadata', 'name']);
      const message = `${refText(ref)} is defined already in ${there.file}:${there.line}`;
      this.#faults.push({ ...document.locate(['metadata', 'name']), path: 'metadata.name', message });
      return;
    }
    this.#entities.set(refText(ref), entity);
    if (Object.keys(entity.metadata.annotations ?? {}).length > 0) {
      this.#warn(entity, ['metadata', 'annotations'], 'annotations are not used here');
    }
    if (entity.spec.dependencyOf) {
      this.#warn(entity, ['spec', 'dependencyOf'], 'is not used here: write dependsOn at the other end');
    }
  }

  finish(): ReadResult {
    for (const entity of this.#entities.values()) this.#index(entity);
    for (const entity of this.#entities.values()) this.#convert(entity);
    return {
      objects: this.#objects,
      faults: this.#faults,
      warnings: this.#warnings,
      malformed: this.#malformed,
    };
  }

  #index(entity: Entity): void {
    const { kind } = entity.ref;
    const { providesApis, system, memberOf } = entity.spec;
    const note = (table: Map<string, Entity[]>, wanted: readonly string[] | undefined, of: string): void => {
      const named = refs(entity, [], { refs: wanted, kind: of }).map(({ value }) => refText(value));
      for (const key of new Set(named)) {
        const list = table.get(key) ?? [];
        list.push(entity);
        table.set(key, list);
      }
    };
    if (kind === 'component') note(this.#providers, providesApis, 'api');
    if (kind === 'component' && system !== undefined) note(this.#parts, [system], 'system');
    if (kind === 'user') note(this.#joined, memberOf, 'group');
  }

  #convert(entity: Entity): void {
    switch (entity.ref.kind) {
      case 'component':
        return this.#put(entity, 'Product', this.#product(entity));
      case 'api':
        return this.#provider(entity.ref) ? undefined : this.#put(entity, 'Product', this.#loneApi(entity));
      case 'system':
        return this.#put(entity, 'Application', this.#application(entity));
      case 'group':
        return this.#put(entity, 'Team', this.#team(entity));
      case 'user':
        return this.#put(entity, 'Person', this.#person(entity));
      default:
    }
  }

  #product(entity: Entity): Fields {
    const { spec } = entity;
    const needs: Sourced<EntityRef> = [
      ...refs(entity, ['spec', 'dependsOn'], { refs: spec.dependsOn, kind: 'component' }),
      ...refs(entity, ['spec', 'consumesApis'], { refs: spec.consumesApis, kind: 'api' }),
    ];
    const products = needs.flatMap(({ value, from }) => {
      if (value.kind === 'component' || value.kind === 'api') {
        return { value: objectNameOf(value.kind === 'api' ? (this.#provider(value) ?? value) : value), from };
      }
      this.#warn(
        entity,
        from,
        `${refText(value)} is not used here: only components and APIs are depended on`,
      );
      return [];
    });
    const own = objectNameOf(entity.ref);
    const others = unique(products).filter(({ value }) => value !== own);
    const aliases = refs(entity, ['spec', 'providesApis'], { refs: spec.providesApis, kind: 'api' })
      .filter(({ value }) => isSameRef(this.#provider(value), entity.ref))
      .map(({ value, from }) => ({ value: objectNameOf(value), from }))
      .filter(({ value }) => value !== own);
    return {
      owner: this.#owner(entity),
      dependsOn: list(others, (product) => ({ product })),
      aliases: list(unique(aliases), (alias) => alias),
    };
  }

  /** An API that several components provide needs any of them; one that none provides stands alone. */
  #loneApi(entity: Entity): Fields {
    const providers = (this.#providers.get(refText(entity.ref)) ?? []).map(({ ref }) => objectNameOf(ref));
    const dependsOn = providers.map((product) => ({ product, strength: 'soft' }));
    return { owner: this.#owner(entity), dependsOn: { value: dependsOn, from: ['metadata', 'name'] } };
  }

  #application(entity: Entity): Fields {
    const products = this.#parts.get(refText(entity.ref)) ?? [];
    return {
      owner: this.#owner(entity),
      products: { value: products.map(({ ref }) => objectNameOf(ref)), from: ['metadata', 'name'] },
    };
  }

  #team(entity: Entity): Fields {
    const named = refs(entity, ['spec', 'members'], { refs: entity.spec.members, kind: 'user' });
    const joined = this.#joined.get(refText(entity.ref)) ?? [];
    const members: Sourced<string> = [
      ...named.map(({ value, from }) => ({ value: objectNameOf(value), from })),
      ...joined.map(({ ref }) => ({ value: objectNameOf(ref), from: ['metadata', 'name'] })),
    ];
    return { members: list(unique(members), (name) => name) };
  }

  #person(entity: Entity): Fields {
    return { email: { value: entity.spec.profile?.email, from: ['spec', 'profile', 'email'] } };
  }

  #owner(entity: Entity): Fields[string] {
    const from = ['spec', 'owner'];
    if (entity.spec.owner === undefined) return { value: undefined, from };
    const ref = parseRef(entity.spec.owner, { kind: 'group', namespace: entity.ref.namespace });
    if (ref.kind !== 'group') {
      const message = 'must be a group: products and applications are owned by a team';
      this.#faults.push({ ...entity.document.locate(from), path: pathText(from), message });
    }
    return { value: objectNameOf(ref), from };
  }

  /** The one component that provides an API, if it is exactly one. */
  #provider(api: EntityRef): EntityRef | undefined {
    const [first, ...others] = this.#providers.get(refText(api)) ?? [];
    return others.length === 0 ? first?.ref : undefined;
  }

  #put(entity: Entity, kind: Kind, fields: Fields): void {
    const { document, metadata } = entity;
    const sources = new Map<string, Path>([['metadata.name', ['metadata', 'name']]]);
    const spec: Record<string, unknown> = describe(entity);
    for (const [key, { value, from, items }] of Object.entries(fields)) {
      if (value !== undefined) spec[key] = value;
      sources.set(`spec.${key}`, from);
      items?.forEach((place, index) => sources.set(`spec.${key}[${index}]`, place));
    }
    const locate: SourcedObject['locate'] = (path, at) => {
      const from = sourceOf(sources, path);
      return { ...document.locate(from, at), path: pathText(from) };
    };
    const file = document.locate([]).file;
    const head = { name: objectNameOf(entity.ref), ...(metadata.labels ? { labels: metadata.labels } : {}) };
    const parsed = parseObject({ kind, metadata: head, spec, origin: { from: 'backstage', path: file } });
    if ('object' in parsed) {
      this.#objects.push({ object: parsed.object, locate });
      return;
    }
    this.#malformed.add(`${kind}/${head.name}`);
    this.#faults.push(...parsed.faults.map(({ path, message }) => ({ ...locate(path), message })));
  }

  #warn(entity: Entity, path: Path, message: string): void {
    this.#warnings.push({ ...entity.document.locate(path), path: pathText(path), message });
  }
}

const readKinds: ReadonlySet<string> = new Set(['component', 'api', 'system', 'group', 'user']);

/** Spec fields with the place of the file they come from, and of each item of a list. */
type Fields = Record<
  string,
  { readonly value: unknown; readonly from: Path; readonly items?: readonly Path[] }
>;

function describe({ metadata, spec }: Entity): Record<string, unknown> {
  const displayName = withoutUnseen(spec.profile?.displayName ?? metadata.title ?? '');
  const links = metadata.links?.map(({ url, title }) => ({ url, title: title ?? url.slice(0, 200) }));
  return {
    ...(displayName === '' ? {} : { displayName }),
    ...(metadata.description === undefined ? {} : { description: metadata.description }),
    ...(links === undefined ? {} : { links }),
  };
}

function refs(
  entity: Entity,
  path: Path,
  { refs, kind }: { refs: readonly string[] | undefined; kind: string },
): Sourced<EntityRef> {
  const defaults = { kind, namespace: entity.ref.namespace };
  return (refs ?? []).map((text, index) => ({ value: parseRef(text, defaults), from: [...path, index] }));
}

function unique(entries: Sourced<string>): Sourced<string> {
  const seen = new Set<string>();
  return entries.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function list(entries: Sourced<string>, make: (value: string) => unknown): Fields[string] {
  return {
    value: entries.map(({ value }) => make(value)),
    from: ['spec'],
    items: entries.map(({ from }) => from),
  };
}

function isSameRef(a: EntityRef | undefined, b: EntityRef): boolean {
  return a !== undefined && refText(a) === refText(b);
}

/** The longest beginning of the path whose source is known; without one, the path itself. */
function sourceOf(sources: ReadonlyMap<string, Path>, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1) {
    const source = sources.get(pathText(path.slice(0, length)));
    if (source) return source;
  }
  return path[0] === 'spec' && path[1] === 'displayName' ? ['metadata', 'title'] : path;
}
