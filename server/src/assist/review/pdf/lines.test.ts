import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { glyphOf } from './glyph-outline.ts';
import { clustersOf, numbered, printable } from './clusters.ts';
import { leftToRight, linesOf, type Line } from './lines.ts';

/** Every letter is one wide. */
const lines = (text: string, width: number): string[] =>
  linesOf(text, width, ({ start, end }: Line) => end - start).map(({ start, end }) => text.slice(start, end));

describe('the lines of a paragraph', () => {
  test.each([
    ['to be or not', 6, ['to be', 'or not']],
    ['to be', 5, ['to be']],
    ['', 5, ['']],
    ['incomprehensible', 6, ['incomp', 'rehens', 'ible']],
    ['a incomprehensible b', 8, ['a', 'incompre', 'hensible', 'b']],
    ['eu-prod/files', 8, ['eu-prod/', 'files']],
    ['-5 and 1/2', 5, ['-5', 'and', '1/2']],
    ['失敗しました。次', 3, ['失敗し', 'まし', 'た。次']],
    ['見て「失敗」', 3, ['見て', '「失', '敗」']],
    ['  in code', 20, ['  in code']],
  ])('%j within %i', (text, width, expected) => {
    expect(lines(text, width)).toEqual(expected);
  });

  test('lose nothing but spaces, and are never wider than the column', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...clustersOf('ab -/失敗。「」 שלم')) }),
        fc.integer({ min: 1, max: 9 }),
        (text, width) => {
          const set = lines(text, width);
          expect(set.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
          for (const line of set) expect(line.trimStart().length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

const order = (...levels: number[]): number[] =>
  leftToRight(levels.map((level, at) => ({ level, at }))).map(({ at }) => at);

test.each([
  [
    [0, 0, 0],
    [0, 1, 2],
  ],
  [
    [0, 1, 1, 0],
    [0, 2, 1, 3],
  ],
  // A number inside words that run from right to left keeps its own direction.
  [
    [1, 2, 1],
    [2, 1, 0],
  ],
  [
    [0, 1, 2, 2, 1, 0],
    [0, 4, 2, 3, 1, 5],
  ],
])('runs of the levels %j stand as %j', (levels, expected) => {
  expect(order(...levels)).toEqual(expected);
});

test('what no paper shows is a space, and what no font has is a number', () => {
  expect(printable('a\u0000b\tc\nd\ud800')).toBe('a b c\nd\ufffd');
  expect(numbered('🏳️‍🌈')).toBe('[U+1F3F3 U+1F308]');
});

test('columns get what they like where there is room, else their longest word and a share', () => {
  const wish = (word: number, line: number) => ({ word, line });
  expect(columnsOf([[wish(10, 20), wish(10, 50)], [wish(15, 15)]], 200)).toEqual([30, 60]);
  const tight = columnsOf([[wish(10, 20), wish(10, 400)]], 200);
  expect(tight[0]).toBeLessThan(30);
  expect(tight[0]).toBeGreaterThanOrEqual(20);
  expect((tight[0] ?? 0) + (tight[1] ?? 0)).toBeCloseTo(200);
  expect(columnsOf([[wish(500, 900), wish(500, 900)]], 200)).toEqual([100, 100]);
  expect(columnsOf([], 200)).toEqual([]);
});

test('a square with a curved side is a glyph of four points, of which one is off the curve', () => {
  const bytes = glyphOf([
    { command: 'moveTo', args: [0, 0] },
    { command: 'lineTo', args: [100.4, 0] },
    { command: 'quadraticCurveTo', args: [150, 50, 100, 100] },
    { command: 'closePath', args: [] },
  ]);
  const view = new DataView(bytes.buffer);
  const words = [0, 2, 4, 6, 8, 10, 12].map((at) => view.getInt16(at));
  expect(words).toEqual([1, 0, 0, 150, 100, 3, 0]);
  expect([...bytes.subarray(14, 18)]).toEqual([1, 1, 0, 1]);
  expect([18, 20, 22, 24].map((at) => view.getInt16(at))).toEqual([0, 100, 50, -50]);
  expect(bytes.length % 4).toBe(0);
  expect(glyphOf([])).toHaveLength(0);
});
