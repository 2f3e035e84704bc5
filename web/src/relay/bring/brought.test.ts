import { expect, test } from 'vitest';
import { inOrder, summaryOf, withGiven, type Brought } from './brought.ts';

const given = (name: string, whole: string | null = null) => ({ name, size: 1, lastModified: 0, whole });

test('all that was given is there before the first is sent, and the parts of one file are one row', () => {
  const rows = withGiven(
    [],
    [given('a.fmb'), given('b.fmb.0002', 'b'), given('menu.txt'), given('b.fmb.0001', 'b')],
  );
  expect(rows.map(({ name, isInParts, files, done }) => [name, isInParts, files, done])).toEqual([
    ['a.fmb', false, 1, 0],
    ['b.fmb', true, 2, 0],
    ['menu.txt', false, 1, 0],
  ]);
  expect(summaryOf(rows)).toEqual({ done: 0, files: 4, text: '0 of 4 files brought' });
});

test('what is given again begins anew, and parts that come later join those on their way', () => {
  const done: Brought = {
    key: 'b',
    name: 'b.fmb',
    isInParts: false,
    files: 1,
    done: 1,
    sentRatio: null,
    result: null,
    error: 'x',
  };
  expect(withGiven([done], [given('b.fmb.0002', 'b')])).toMatchObject([{ files: 1, done: 0, error: null }]);
  expect(withGiven([{ ...done, done: 0 }], [given('b.fmb.0002', 'b')])).toMatchObject([
    { files: 2, done: 0 },
  ]);
});

test('at its end the summary says what came of all', () => {
  const row = (
    outcome: 'taken' | 'refused' | 'part',
    key: string,
    reason: string | null = null,
  ): Brought => ({
    key,
    name: key,
    isInParts: false,
    files: 1,
    done: 1,
    sentRatio: null,
    error: null,
    result: { outcome, reason, message: '', site: null, sequence: null, parts: null, counts: {} },
  });
  const rows = [row('taken', 'a'), row('taken', 'b'), row('part', 'c'), row('refused', 'd')];
  expect(summaryOf(rows).text).toBe('4 files: 2 taken in, 1 without all of its parts, 1 refused.');
  const theirs = row('refused', 'e', 'wrong-direction');
  expect(summaryOf([...rows, theirs]).text).toMatch(/1 for the other side, 1 refused\.$/);
});

test('files go by the numbers in their names', () => {
  const names = ['f-up-10.fmb', 'f-up-9.fmb', 'f-up-9.fmb.0002', 'f-up-9.fmb.0001'];
  expect(inOrder(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
    'f-up-9.fmb',
    'f-up-9.fmb.0001',
    'f-up-9.fmb.0002',
    'f-up-10.fmb',
  ]);
});
