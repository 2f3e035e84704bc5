import type { MatrixRow } from '@fieldmarshal/contract/checks/view';
import { expect, test } from 'vitest';
import { linesByProduct, plainLines } from './matrix-groups.ts';

function row(check: string, cells: string, ...products: string[]): MatrixRow {
  return { check, displayName: check, type: 'http', products, owner: null, cells };
}
const rows = [
  row('a', 'OO'),
  row('b', 'OO', 'audit'),
  row('c', 'FD', 'search', 'audit'),
  row('d', 'O.', 'search'),
  row('e', 'Of', 'maps'),
];

test('checks stand under the product that they name first, the worst product first, and last what names none', () => {
  const told = linesByProduct(rows).map((line) =>
    line.kind === 'check'
      ? line.row.check
      : `${line.heading.product ?? 'none'} ${line.heading.checks} ${line.heading.bad}`,
  );
  expect(told).toEqual(['search 2 2', 'c', 'd', 'maps 1 1', 'e', 'audit 1 0', 'b', 'none 1 0', 'a']);
});

test('without groups they stay as they came', () => {
  expect(plainLines(rows).map((line) => (line.kind === 'check' ? line.row.check : ''))).toEqual(
    rows.map(({ check }) => check),
  );
});
