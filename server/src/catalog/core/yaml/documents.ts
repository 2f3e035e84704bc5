import type { CatalogFault } from '@fieldmarshal/contract/catalog';
import { Composer, LineCounter, Parser, type Document } from 'yaml';
import { inspectTree, nodeAt } from './tree.ts';
import { findExcess, tooDeep } from './limits.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Where something stands in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** One YAML document without faults of its own. */
export interface SourceDocument {
  readonly value: unknown;
  /** Where the value at `path` stands, or as much of the path as there is; with `key`, its key. */
  locate(path: Path, at?: 'key' | 'value'): Place;
}

/** One step of reading: a document, or a fault. Empty documents are passed over. */
export type Read = { readonly document: SourceDocument } | { readonly fault: CatalogFault };

/** How far aliases may multiply a document (yaml's own measure), so that ten lines cannot become a billion. */
const aliasExpansionMax = 1_000;

/** Reads a file document by document; stops where the caller does, and at a fault that makes the rest unreadable. */
export function* readDocuments(file: SourceFile): Generator<Read> {
  const lines = new LineCounter();
  const place = placer(file, lines);
  const excess = findExcess(file.text);
  if (excess) {
    indexLines(lines, file.text);
    yield { fault: { ...place(excess.offset), path: '', message: excess.message } };
    return;
  }
  try {
    // Keys are checked in inspectTree: the library compares each with all before it (60,000 keys take 42 s).
    const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
    for (const token of new Parser(lines.addNewLine).parse(file.text))
      for (const document of composer.next(token)) yield* readOne(document, place);
    for (const document of composer.end()) yield* readOne(document, place);
  } catch (error) {
    const message = `cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`;
    yield { fault: { ...place(0), path: '', message } };
  }
}

type Placer = (offset: number) => Place;

function placer(file: SourceFile, lines: LineCounter): Placer {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function indexLines(lines: LineCounter, text: string): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

function* readOne(document: Document.Parsed, place: Placer): Generator<Read> {
  const { errors, contents } = document;
  if (errors.length > 0) {
    for (const error of errors.slice(0, 5)) {
      const isDeep = error.code === 'RESOURCE_EXHAUSTION';
      const message = isDeep ? tooDeep : `is not valid YAML: ${error.message}`;
      yield { fault: { ...place(error.pos[0]), path: '', message } };
      // What the parser says after it ran out of stack means nothing.
      if (isDeep) return;
    }
    return;
  }
  if (contents === null) return;
  const faults = inspectTree(document).map(({ offset, ...rest }) => ({
    fault: { ...place(offset), ...rest },
  }));
  if (faults.length > 0) return yield* faults;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: aliasExpansionMax });
  } catch (error) {
    const message =
      error instanceof ReferenceError ? 'multiplies itself by aliases beyond measure' : String(error);
    yield { fault: { ...place(contents.range[0]), path: '', message } };
    return;
  }
  if (value === null) return;
  yield { document: { value, locate: (path, at = 'value') => place(nodeAt(document, path, at)) } };
}
