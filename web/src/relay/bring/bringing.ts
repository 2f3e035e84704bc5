import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { bringAll, inOrder, isEarly } from '@fieldmarshal/contract/relay/bring';
import { fileKey, rowOf, waits, withGiven, type Brought, type Given } from './brought.ts';

interface Start<F extends Given> {
  /** Rejects where it cannot be brought. */
  readonly bring: (file: F, onProgress: (ratio: number) => void) => Promise<IntakeResult>;
  readonly sentenceOf: (error: unknown) => string;
  /** Told of every change. */
  readonly show: (rows: readonly Brought[]) => void;
}

/**
 * Gives what takes files to bring, as often as somebody drops some: one file is on its way at a time, what waits already is not sent twice,
 * and what an unknown key signed is kept and goes again once something that came later was taken in. Resolves when what it was given has
 * ended.
 */
export function startBringing<F extends Given>({ bring, sentenceOf, show }: Start<F>) {
  let rows: readonly Brought[] = [];
  let kept: readonly F[] = [];
  let before = Promise.resolve();

  const change = (file: F, next: (row: Brought) => Partial<Brought>): void => {
    rows = rows.map((row) => (row.key === rowOf(file) ? { ...row, ...next(row) } : row));
    show(rows);
  };
  const end = (file: F, came: Pick<Brought, 'result' | 'error'>): void =>
    change(file, ({ files }) => ({ ...came, files: new Map(files).set(fileKey(file), true) }));
  const send = async (file: F): Promise<IntakeResult | null> => {
    try {
      return await bring(file, (sentRatio) => change(file, () => ({ sentRatio })));
    } catch (error) {
      end(file, { result: null, error: sentenceOf(error) });
      return null;
    } finally {
      change(file, () => ({ sentRatio: null }));
    }
  };
  const sendAll = async (files: readonly F[]): Promise<void> => {
    for await (const [file, result] of bringAll(files, send, kept)) {
      kept = [...kept.filter((each) => fileKey(each) !== fileKey(file)), ...(isEarly(result) ? [file] : [])];
      if (result !== null) end(file, { result, error: null });
    }
  };

  return async (given: readonly F[]): Promise<void> => {
    const each = new Map(given.map((file) => [fileKey(file), file]));
    const files = inOrder([...each.values()].filter((file) => !waits(rows, file)));
    kept = kept.filter((file) => !each.has(fileKey(file)));
    rows = withGiven(rows, files);
    show(rows);
    before = before.then(async () => sendAll(files));
    return before;
  };
}
