import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ZodError } from 'zod';
import { readDocuments, type SourceDocument, type SourceFile } from '#catalog';
import { AppError, type Config } from '#platform';
import { policySchema, type Digest, type RedactionPolicy } from '../core/redaction.ts';

const shipped = new URL('careful.yaml', import.meta.url);
const bytesMax = 256 * 1024;
const faultsMax = 20;

interface ReadPolicy {
  readonly policy: RedactionPolicy;
  /** How manifests name it: its name, and the start of its hash, so that a change shows. */
  readonly label: string;
}

/**
 * The redaction policy of this site: that of `FIELDMARSHAL_REDACTION`, else the careful one. Throws `invalid` with the file, the line and the
 * field of what is wrong in it.
 */
export async function readPolicy({ redaction }: Pick<Config, 'redaction'>): Promise<ReadPolicy> {
  const path = redaction ?? fileURLToPath(shipped);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError(
      'invalid',
      `The redaction policy ${path} cannot be read. Nothing leaves without one.`,
      { cause: error },
    );
  });
  if (text.length > bytesMax)
    throw new AppError('too-large', `The redaction policy ${path} is larger than 256 KiB.`);
  const document = onlyDocument({ path, text });
  const parsed = policySchema.safeParse(document.value);
  if (!parsed.success) throw invalid(path, faultsIn(parsed.error, document));
  const label = `${parsed.data.metadata.name} ${createHmac('sha256', 'policy').update(text).digest('hex').slice(0, 8)}`;
  return { policy: parsed.data, label };
}

/** Throws what is wrong with the policy that the configuration names, if it names one. */
export async function checkPolicy({ redaction }: Pick<Config, 'redaction'>): Promise<void> {
  if (redaction !== undefined) await readPolicy({ redaction });
}

function onlyDocument(file: SourceFile): SourceDocument {
  const documents: SourceDocument[] = [];
  const faults: LineFault[] = [];
  for (const read of readDocuments(file)) {
    if ('fault' in read) faults.push({ ...read.fault, line: read.fault.line ?? 1 });
    else documents.push(read.document);
  }
  const [document, another] = documents;
  if (another !== undefined)
    faults.push({
      ...another.locate([]),
      path: '',
      message: 'one file holds one policy, and here begins another',
    });
  if (faults.length > 0) throw invalid(file.path, faults);
  if (document === undefined)
    throw invalid(file.path, [{ line: 1, path: '', message: 'there is nothing in it' }]);
  return document;
}

interface LineFault {
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

function faultsIn({ issues }: ZodError, document: SourceDocument): LineFault[] {
  return issues.map((issue) => {
    const names = issue.path.filter((name) => typeof name !== 'symbol');
    // What is not known, or has no such name, is told at its key.
    const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = unknown === undefined ? names : [...names, unknown];
    const at = issue.code === 'unrecognized_keys' || issue.code === 'invalid_key' ? 'key' : 'value';
    return {
      line: document.locate(path, at).line,
      path: path.join('.'),
      message: unknown === undefined ? issue.message : 'is not known here',
    };
  });
}

function invalid(file: string, all: readonly LineFault[]): AppError {
  const faults = all.slice(0, faultsMax);
  const told = faults.map(
    ({ line, path, message }) => `line ${line}${path === '' ? '' : `, ${path}`}: ${message}`,
  );
  if (all.length > faultsMax) told.push(`and ${all.length - faultsMax} more`);
  return new AppError(
    'invalid',
    `The redaction policy ${file} is not valid: ${told.join('; ')}. Nothing leaves without one.`,
    { faults: faults.map(({ path, message }) => ({ path, message })) },
  );
}

/** Pseudonyms and hashes that only who has this salt could make. */
export function digestWith(salt: string): Digest {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = createHmac('sha256', salt).update(text).digest('hex').slice(0, 16);
    if (known.size < 10_000) known.set(text, made);
    return made;
  };
}
