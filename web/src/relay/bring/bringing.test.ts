import { expect, test } from 'vitest';
import { startBringing } from './bringing.ts';
import { summaryOf, type Brought } from './brought.ts';

const given = (name: string, whole: string | null = null) => ({ name, size: 1, lastModified: 0, whole });
type File = ReturnType<typeof given>;

/** A server that knows the key of `early-…` once `announces` came, and cannot be reached for `lost…`. */
function bringing() {
  const sent: string[] = [];
  let onTheirWay = 0;
  let rows: readonly Brought[] = [];
  const take = startBringing<File>({
    bring: async ({ name }, onProgress) => {
      onTheirWay += 1;
      expect(onTheirWay).toBe(1);
      onProgress(0.5);
      await Promise.resolve();
      onTheirWay -= 1;
      const isEarly = name.startsWith('early') && !sent.includes('announces');
      sent.push(name);
      if (name.startsWith('lost')) throw new Error('The server cannot be reached.');
      return {
        outcome: isEarly ? 'refused' : 'taken',
        reason: isEarly ? 'unknown-key' : null,
        ...{ message: '', site: null, sequence: null, parts: null, counts: {} },
      };
    },
    sentenceOf: (error) => (error instanceof Error ? error.message : ''),
    show: (next) => (rows = next),
  });
  return { take, sent, rows: () => rows };
}

test('of what is dropped in several goes one file is on its way at a time, and none is sent twice', async () => {
  const { take, sent, rows } = bringing();
  await Promise.all([take([given('a-2'), given('a-1')]), take([given('a-2'), given('b'), given('b')])]);
  expect(sent).toEqual(['a-1', 'a-2', 'b']);
  expect(summaryOf(rows())).toEqual({ isBusy: false, ratio: 1, text: '3 files: 3 taken in.' });
});

test('what an unknown key signed is kept, and goes again once what is dropped later was taken in', async () => {
  const { take, sent, rows } = bringing();
  await take([given('early-1'), given('early-2')]);
  expect(summaryOf(rows()).text).toBe('2 files: 2 refused.');
  await take([given('lost')]);
  expect(sent).toEqual(['early-1', 'early-2', 'lost']);
  await take([given('announces')]);
  expect(sent.slice(3)).toEqual(['announces', 'early-1', 'early-2']);
  expect(summaryOf(rows()).text).toBe('4 files: 3 taken in, 1 not sent.');
});

test('of a file in parts of which one was not sent, one thing is told', async () => {
  const { take, rows } = bringing();
  await take([given('a.0001', 'whole'), given('lost.0002', 'whole')]);
  expect(rows()).toMatchObject([{ result: null, error: 'The server cannot be reached.' }]);
  expect(summaryOf(rows()).text).toBe('1 file: 1 not sent.');
});
