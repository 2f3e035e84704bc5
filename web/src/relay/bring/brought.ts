import type { IntakeResult } from '@fieldmarshal/contract/relay';

/** A file, or the parts of one that came together, on the way to the server. */
export interface Brought {
  readonly key: string;
  readonly name: string;
  /** Whether it came in parts. */
  readonly isInParts: boolean;
  /** How often it was given, each part once. */
  readonly files: number;
  readonly done: number;
  /** Of the file that is sent now, 0 to 1; null: none is. */
  readonly sentRatio: number | null;
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

export function keyOf({ name, size, lastModified, whole }: Given): string {
  return whole ?? `${name} ${size} ${lastModified}`;
}

/** Numbers in names by their value, so that a bundle that announces a key goes before those that it signs. */
export function inOrder<T extends { readonly name: string }>(files: readonly T[]): T[] {
  return files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** All of them at once, before the first is sent; the parts of one file are one row. What was given before begins anew. */
export function withGiven(rows: readonly Brought[], given: readonly Given[]): Brought[] {
  const next = new Map(rows.map((row) => [row.key, row]));
  for (const file of given) {
    const key = keyOf(file);
    const before = next.get(key);
    const isWaiting = before !== undefined && before.done < before.files;
    next.set(key, {
      key,
      name: file.whole === null ? file.name : file.name.replace(/\.\d{4}$/, ''),
      isInParts: file.whole !== null,
      files: (isWaiting ? before.files : 0) + 1,
      done: isWaiting ? before.done : 0,
      sentRatio: null,
      result: null,
      error: null,
    });
  }
  return [...next.values()];
}

/** A stick goes back and forth: what it carries for the other side is no fault. */
export function isForOthers({ result }: Pick<Brought, 'result'>): boolean {
  return result?.reason === 'wrong-direction';
}

/** Of all that was given: how much was brought, and what came of it. */
export function summaryOf(rows: readonly Brought[]): { done: number; files: number; text: string } {
  const sum = (of: (row: Brought) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const done = sum((row) => row.done);
  const files = sum((row) => row.files);
  if (done < files)
    return { done, files, text: `${done} of ${files} ${files === 1 ? 'file' : 'files'} brought` };
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
  return { done, files, text: `${files} ${files === 1 ? 'file' : 'files'}: ${came.join(', ')}.` };
}
