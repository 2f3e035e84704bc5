import { didYouMean } from '@fieldmarshal/contract';
import { isKind, kindNames, type CatalogFault } from '@fieldmarshal/contract/catalog';
import { BackstageReader, isBackstage } from './backstage/reader.ts';
import { parseObject, type NewObject } from './new-object.ts';
import { pathText } from './path-text.ts';
import type { Path, Place, SourceDocument } from './yaml/documents.ts';

/** An object with the way back to where its fields were written. */
export interface SourcedObject {
  readonly object: NewObject;
  /** The place of a field of the object, such as `['spec', 'owner']`, and its name in the file. */
  locate(path: Path, at?: 'key' | 'value'): Place & { readonly path: string };
}

export interface ReadResult {
  readonly objects: readonly SourcedObject[];
  readonly faults: readonly CatalogFault[];
  readonly warnings: readonly CatalogFault[];
  /** `Kind/name` of objects that are there but have faults, so that who names them is not at fault too. */
  readonly malformed: ReadonlySet<string>;
}

/** Collects the objects of documents in both forms: our own, and Backstage's `catalog-info.yaml`. */
export class ObjectReader {
  readonly #objects: SourcedObject[] = [];
  readonly #faults: CatalogFault[] = [];
  readonly #malformed = new Set<string>();
  readonly #backstage = new BackstageReader();

  add(document: SourceDocument): void {
    const { value } = document;
    if (isBackstage(value)) this.#backstage.add(value, document);
    else this.#addOwn(document);
  }

  /** Backstage entities need each other to be read, so they come at the end. */
  finish(): ReadResult {
    const backstage = this.#backstage.finish();
    const objects = [...this.#objects, ...backstage.objects];
    const faults = [...this.#faults, ...backstage.faults, ...duplicates(objects)];
    const malformed = this.#malformed.union(backstage.malformed);
    return { objects, faults, warnings: backstage.warnings, malformed };
  }

  #addOwn(document: SourceDocument): void {
    const fault = (path: Path, message: string, at: 'key' | 'value' = 'value'): void => {
      this.#faults.push({ ...document.locate(path, at), path: pathText(path), message });
    };
    const { value } = document;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return fault([], 'must be an object with apiVersion, kind, metadata and spec');
    }
    const { apiVersion, kind, metadata, spec, ...others }: Record<string, unknown> = { ...value };
    for (const key of Object.keys(others).slice(0, strayFieldsMax)) {
      fault([key], `is not a known field${didYouMean(key, envelope)}`, 'key');
    }
    if (apiVersion !== ownVersion) fault(['apiVersion'], `must be ${ownVersion}`);
    if (typeof kind !== 'string' || !isKind(kind)) return fault(['kind'], unknownKind(kind));
    const file = document.locate([]).file;
    const parsed = parseObject({ kind, metadata, spec: spec ?? {}, origin: { from: 'file', path: file } });
    if ('faults' in parsed) {
      for (const each of parsed.faults) fault(each.path, each.message, each.at);
      this.#malformed.add(`${kind}/${nameOf(metadata)}`);
      return;
    }
    this.#objects.push({
      object: parsed.object,
      locate: (path, at) => ({ ...document.locate(path, at), path: pathText(path) }),
    });
  }
}

function nameOf(metadata: unknown): string {
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : '';
}

/** Of one document; see issues.ts. */
const strayFieldsMax = 20;
const ownVersion = 'fieldmarshal/v1';
const envelope = ['apiVersion', 'kind', 'metadata', 'spec'];

function unknownKind(kind: unknown): string {
  if (typeof kind !== 'string') return `must be one of: ${kindNames.join(', ')}`;
  return `"${kind}" is not a known kind${didYouMean(kind, kindNames) || `; known are ${kindNames.join(', ')}`}`;
}

function duplicates(objects: readonly SourcedObject[]): CatalogFault[] {
  const first = new Map<string, SourcedObject>();
  return objects.flatMap((sourced) => {
    const { kind, name } = sourced.object;
    const key = `${kind}/${name}`;
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, sourced);
      return [];
    }
    const there = earlier.locate(['metadata', 'name']);
    const message = `${kind} "${name}" is defined already in ${there.file}:${there.line}`;
    return { ...sourced.locate(['metadata', 'name']), message };
  });
}
