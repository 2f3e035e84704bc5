import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('writes what spreadsheets read, and nothing that they would run', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x, "y"', 1],
        ['=1+1', null],
        ['two\nlines', -2],
      ],
    ),
  ).toBe('a,b\r\n"x, ""y""",1\r\n\'=1+1,\r\n"two\nlines",-2\r\n');
});
