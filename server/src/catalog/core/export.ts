import { kindNames, kinds, type AnyCatalogObject, type Kind } from '@fieldmarshal/contract/catalog';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { isSame } from './equal.ts';
import type { NewObject } from './new-object.ts';
import type { SourceFile } from './yaml/documents.ts';

/** A file is closed before it gets larger, so that it can be applied again. */
const fileLengthMax = 512 * 1024;

/**
 * The objects as files for `apply`, one for each kind and more where it is large; yields null now and then so that a caller may let
 * others run. Applying the files to an empty catalog gives the same objects; defaults are left out.
 */
export function* exportFiles(objects: readonly AnyCatalogObject[]): Generator<SourceFile | null> {
  for (const kind of kindNames) {
    let texts: string[] = [];
    let length = 0;
    let number = 1;
    for (const object of objects) {
      if (object.kind !== kind) continue;
      const text = objectText(object);
      if (length > 0 && length + text.length > fileLengthMax) {
        yield { path: fileName(kind, number), text: texts.join('---\n') };
        number += 1;
        texts = [];
        length = 0;
      }
      texts.push(text);
      length += text.length;
      yield null;
    }
    if (texts.length > 0) yield { path: fileName(kind, number), text: texts.join('---\n') };
  }
}

function fileName(kind: Kind, number: number): string {
  const plain = kind.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return number === 1 ? `${plain}.yaml` : `${plain}-${number}.yaml`;
}

function objectText({ kind, name, labels, spec }: NewObject): string {
  const defaults = defaultsOf(kind);
  const fields = Object.entries(spec).filter(
    ([key, value]) => value !== undefined && !(defaults.has(key) && isSame(defaults.get(key), value)),
  );
  const document = {
    apiVersion: 'fieldmarshal/v1',
    kind,
    metadata: { name, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: Object.fromEntries(fields),
  };
  // The same list met twice is written twice: an alias would only puzzle the reader. `yes` and the like are quoted for older readers.
  const style = { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 110 } as const;
  const text = stringify(document, style);
  // yaml 2.9.1 loses blanks of a text such as " \n" in its block form.
  const isFaithful = !/[|>]/.test(text) || isSame(parse(text), document);
  return isFaithful ? text : stringify(document, { ...style, blockQuote: false });
}

const known = new Map<Kind, ReadonlyMap<string, unknown>>();

function defaultsOf(kind: Kind): ReadonlyMap<string, unknown> {
  const found = known.get(kind);
  if (found) return found;
  const entries = Object.entries(kinds[kind].shape).flatMap(([key, schema]): [string, unknown][] =>
    schema instanceof z.ZodDefault ? [[key, schema.parse(undefined)]] : [],
  );
  const made = new Map(entries);
  known.set(kind, made);
  return made;
}
