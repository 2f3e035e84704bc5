import type { IntakeResult } from '@fieldmarshal/contract/relay';

/** A file, or the parts of one, on the way to the server. */
export interface Brought {
  readonly key: string;
  readonly name: string;
  /** Whether it came in parts. */
  readonly isInParts: boolean;
  /** What was given of it, each file once, and whether that was brought. */
  readonly files: ReadonlyMap<string, boolean>;
  /** Of the file that is sent now, 0 to 1; null: none is. */
  readonly sentRatio: number | null;
  /** What came of the file that was brought last, unless that has an error. */
  readonly result: IntakeResult | null;
  readonly error: string | null;
}

/** One file of those that were given. `whole`: the hash of the file that it is a part of. */
export interface Given {
  readonly name: string;
  readonly size: number;
  readonly lastModified: number;
  readonly whole: string | null;
}

/** The row that it belongs to: parts of one file have one. */
export function rowOf(file: Given): string {
  return file.whole ?? fileKey(file);
}

export function fileKey({ name, size, lastModified }: Given): string {
  return `${name} ${size} ${lastModified}`;
}

/** All of them at once, before the first is sent; the parts of one file are one row. What was given before begins anew. */
export function withGiven(rows: readonly Brought[], given: readonly Given[]): Brought[] {
  const next = new Map(rows.map((row) => [row.key, row]));
  for (const file of given) {
    const key = rowOf(file);
    const before = next.get(key);
    next.set(key, {
      key,
      name: file.whole === null ? file.name : file.name.replace(/\.\d{4}$/, ''),
      isInParts: file.whole !== null,
      files: new Map(before?.files).set(fileKey(file), false),
      sentRatio: before?.sentRatio ?? null,
      result: null,
      error: null,
    });
  }
  return [...next.values()];
}

/** Whether this very file was given and has not been brought yet. */
export function waits(rows: readonly Brought[], file: Given): boolean {
  return rows.some(({ files }) => files.get(fileKey(file)) === false);
}

export function isOnItsWay({ files, sentRatio }: Pick<Brought, 'files' | 'sentRatio'>): boolean {
  return sentRatio !== null || [...files.values()].includes(false);
}

/** A stick goes back and forth: what it carries for the other side is no fault. */
export function isForOthers({ result }: Pick<Brought, 'result'>): boolean {
  return result?.reason === 'wrong-direction';
}

/** Of all that was given, the parts of one file as one: how much was brought, and what came of it. `ratio`: 0 to 1, by files as they lie there. */
export function summaryOf(rows: readonly Brought[]): { isBusy: boolean; ratio: number; text: string } {
  const pieces = rows.flatMap(({ files }) => [...files.values()]);
  const ratio = pieces.length === 0 ? 1 : pieces.filter(Boolean).length / pieces.length;
  const files = `${rows.length} ${rows.length === 1 ? 'file' : 'files'}`;
  const left = rows.filter(isOnItsWay).length;
  if (left > 0) return { isBusy: true, ratio, text: `${rows.length - left} of ${files} brought` };
  const count = (words: string, is: (row: Brought) => boolean): string[] => {
    const many = rows.filter(is).length;
    return many === 0 ? [] : [`${many} ${words}`];
  };
  const came = [
    ...count('taken in', ({ result }) => result?.outcome === 'taken'),
    ...count('known already', ({ result }) => result?.outcome === 'known'),
    ...count('to be looked at before it counts', ({ result }) => result?.outcome === 'waits'),
    ...count('without all of its parts', ({ result }) => result?.outcome === 'part'),
    ...count('for the other side', isForOthers),
    ...count('refused', (row) => row.result?.outcome === 'refused' && !isForOthers(row)),
    ...count('not sent', ({ error }) => error !== null),
  ];
  return { isBusy: false, ratio, text: `${files}: ${came.join(', ')}.` };
}
