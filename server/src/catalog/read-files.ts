import { applyLimits, type CatalogFault } from '@fieldmarshal/contract/catalog';
import { AppError, slices } from '#platform';
import { ObjectReader, type ReadResult } from './core/read-objects.ts';
import type { SourceFile } from './core/yaml/documents.ts';
import { readSource } from './core/yaml/markdown.ts';

/** More faults than these help nobody; the sentence tells how many there are. */
const faultsMax = 1_000;

export interface ReadFiles extends ReadResult {
  /** False where part of a file could not be read as YAML at all: what it would have defined is not known. */
  readonly isReadable: boolean;
}

/** Reads all files, our form and Backstage's. Throws `too-large` where a limit is passed; collects everything else that is wrong. */
export async function readFiles(files: readonly SourceFile[]): Promise<ReadFiles> {
  checkSizes(files);
  const reader = new ObjectReader();
  const faults: CatalogFault[] = [];
  let documents = 0;
  const letOthersRun = slices();
  for (const file of files) {
    for (const read of readSource(file)) {
      if ('fault' in read) faults.push(read.fault);
      else reader.add(read.document);
      documents += 1;
      if (documents > applyLimits.documents)
        throw tooLarge(`${file.path} brings the documents to more than ${applyLimits.documents}.`);
      await letOthersRun();
    }
  }
  const result = reader.finish();
  return { ...result, faults: [...faults, ...result.faults], isReadable: faults.length === 0 };
}

function checkSizes(files: readonly SourceFile[]): void {
  let total = 0;
  for (const { path, text } of files) {
    const bytes = Buffer.byteLength(text);
    total += bytes;
    if (bytes > applyLimits.fileBytes)
      throw tooLarge(`${path} is larger than ${mib(applyLimits.fileBytes)}.`);
    if (total > applyLimits.totalBytes)
      throw tooLarge(`The files together are larger than ${mib(applyLimits.totalBytes)}.`);
  }
}

function mib(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

function tooLarge(what: string): AppError {
  return new AppError('too-large', `${what} Nothing was applied.`);
}

/** "One thing is", "7 things are". */
export function thingsAre(count: number): string {
  return count === 1 ? 'One thing is' : `${count} things are`;
}

/** The refusal that names everything wrong, in the order of the files. */
export function faultsError(
  faults: readonly CatalogFault[],
  code: 'invalid' | 'refused' = 'invalid',
): AppError {
  const sorted = faults.toSorted(
    (a, b) =>
      compare(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
  const what = code === 'refused' ? 'refused' : 'wrong';
  return new AppError(code, `${thingsAre(sorted.length)} ${what}; nothing was applied.`, {
    faults: sorted.slice(0, faultsMax).map(withoutUndefined),
  });
}

/** The wire type allows `undefined`, the error's does not. */
function withoutUndefined({ file, line, column, path, message }: CatalogFault) {
  return {
    path,
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
