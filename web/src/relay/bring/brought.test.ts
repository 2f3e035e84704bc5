import { expect, test } from 'vitest';
import { summaryOf, waits, withGiven, type Brought } from './brought.ts';

const given = (name: string, whole: string | null = null) => ({ name, size: 1, lastModified: 0, whole });
const row = (
  key: string,
  outcome: 'taken' | 'refused' | 'part' | null,
  reason: string | null = null,
): Brought => ({
  key,
  name: key,
  isInParts: false,
  files: new Map([[key, true]]),
  sentRatio: null,
  error: outcome === null ? 'The server cannot be reached.' : null,
  result:
    outcome === null
      ? null
      : { outcome, reason, message: '', site: null, sequence: null, parts: null, counts: {} },
});

test('all that was given is there before the first is sent, and the parts of one file are one row', () => {
  const rows = withGiven(
    [],
    [given('a.fmb'), given('b.fmb.0002', 'b'), given('menu.txt'), given('b.fmb.0001', 'b')],
  );
  expect(rows.map(({ name, isInParts, files }) => [name, isInParts, [...files.values()]])).toEqual([
    ['a.fmb', false, [false]],
    ['b.fmb', true, [false, false]],
    ['menu.txt', false, [false]],
  ]);
  expect(summaryOf(rows)).toEqual({ isBusy: true, ratio: 0, text: '0 of 3 files brought' });
});

test('what is given again begins anew and counts once, and parts that come later join those before', () => {
  const done: Brought = { ...row('b', null), isInParts: true, files: new Map([['b.fmb.0001 1 0', true]]) };
  const next = withGiven([done], [given('b.fmb.0002', 'b')]);
  expect(next).toMatchObject([{ error: null, result: null }]);
  expect([...(next[0]?.files.values() ?? [])]).toEqual([true, false]);
  expect(summaryOf(next)).toEqual({ isBusy: true, ratio: 0.5, text: '0 of 1 file brought' });
  const again = withGiven(next, [given('b.fmb.0001', 'b'), given('b.fmb.0002', 'b')]);
  expect([...(again[0]?.files.values() ?? [])]).toEqual([false, false]);
  expect(waits(next, given('b.fmb.0002', 'b'))).toBe(true);
  expect(waits(next, given('b.fmb.0001', 'b'))).toBe(false);
});

test('at its end the summary says what came of all, and its numbers add up', () => {
  const inParts = { ...row('c', 'part'), files: new Map(['1', '2'].map((part) => [part, true])) };
  const rows = [row('a', 'taken'), row('b', 'taken'), inParts, row('d', 'refused'), row('e', null)];
  expect(summaryOf(rows).text).toBe(
    '5 files: 2 taken in, 1 without all of its parts, 1 refused, 1 not sent.',
  );
  const theirs = row('f', 'refused', 'wrong-direction');
  expect(summaryOf([...rows, theirs]).text).toMatch(/1 for the other side, 1 refused, 1 not sent\.$/);
});
