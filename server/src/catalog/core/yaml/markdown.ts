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
  const head = front.exec(file.text);
  if (head?.index !== 0) {
    const message = 'a Markdown file begins with its object in YAML, between two lines of ---';
    yield { fault: { file: file.path, line: 1, column: 1, path: '', message } };
    return;
  }
  const body = file.text
    .slice(head[0].length)
    .replace(/^\s*\n/u, '')
    .trimEnd();
  // The head keeps its first line, so that lines and columns are those of the file.
  for (const read of readDocuments({ path: file.path, text: `---\n${head[1] ?? ''}` }))
    yield 'fault' in read
      ? read
      : { document: { ...read.document, value: withText(read.document.value, body) } };
}

/** A head that has a text of its own keeps it where there is no other. */
function withText(value: unknown, text: string): unknown {
  if (text === '' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { spec, ...rest } = { spec: {}, ...value };
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return value;
  return { ...rest, spec: { ...spec, text } };
}
