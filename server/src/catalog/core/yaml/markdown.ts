import { readDocuments, type Read, type SourceFile } from './documents.ts';

const front = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/mu;

/**
 * A file of either form, object by object. A Markdown file is one object: its head between two lines of `---` is YAML, and what comes after
 * is the field `text` of its spec.
 */
export function* readSource(file: SourceFile): Generator<Read> {
  if (!/\.(md|markdown)$/i.test(file.path)) {
    yield* readDocuments(file);
    return;
  }
  const parts = partsOf(file.text);
  if (parts === null) {
    const message = 'a Markdown file begins with its object in YAML, between two lines of ---';
    yield { fault: { file: file.path, line: 1, column: 1, path: '', message } };
    return;
  }
  for (const read of readDocuments({ path: file.path, text: parts.head }))
    yield 'fault' in read
      ? read
      : { document: { ...read.document, value: withText(read.document.value, parts.body) } };
}

export interface MarkdownFile {
  /** What stands in its head, whatever that is; null without a head or where it cannot be read. */
  readonly head: unknown;
  /** All behind the head. */
  readonly text: string;
  /** Why the head cannot be read, and where; null where it can. */
  readonly fault: string | null;
}

/** A Markdown file with or without a head of YAML. Bounded as every file of YAML is; nothing in it is checked. */
export function readMarkdown(text: string): MarkdownFile {
  const parts = partsOf(text);
  if (parts === null) return { head: null, text: text.replace(/^\ufeff/u, '').trim(), fault: null };
  for (const read of readDocuments({ path: '', text: parts.head })) {
    if ('document' in read) return { head: read.document.value, text: parts.body, fault: null };
    const { line = 1, message } = read.fault;
    return { head: null, text: parts.body, fault: `Line ${line}: ${message}` };
  }
  return { head: null, text: parts.body, fault: null };
}

/** The head keeps its first line, so that lines and columns are those of the file. */
function partsOf(text: string): { readonly head: string; readonly body: string } | null {
  const found = front.exec(text);
  if (found?.index !== 0) return null;
  const body = text
    .slice(found[0].length)
    .replace(/^\s*\n/u, '')
    .trimEnd();
  return { head: `---\n${found[1] ?? ''}`, body };
}

/** A head that has a text of its own keeps it where there is no other. */
function withText(value: unknown, text: string): unknown {
  if (text === '' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { spec, ...rest } = { spec: {}, ...value };
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return value;
  return { ...rest, spec: { ...spec, text } };
}
