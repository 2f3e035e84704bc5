import { expect, test } from 'vitest';
import { matrixCsv } from './matrix-csv.ts';

test('the matrix as a file says in words what letters say on screen', () => {
  const standard = {
    name: 's',
    displayName: 'Runbook, linked',
    area: 'A',
    level: 'must',
    rung: 'bronze',
  } as const;
  const counts = { target: 100, due: null, applies: 1, met: 0, missed: 1, unknown: 0, exempt: 0 };
  const row = {
    ...{ product: 'p', displayName: 'Search', team: 't', teamName: 'Crew', score: 1.5, change: null },
    ...{ rung: null, mustGaps: 1, cells: 'X', next: null },
  };
  expect(matrixCsv({ standards: [{ ...standard, ...counts }], items: [row] }).split('\r\n')).toEqual([
    'Product,Team,Score,In 30 days,Rung,Open musts,Next step,Due,"Runbook, linked"',
    'Search,Crew,1.5,,,1,,,missed (old)',
    '',
  ]);
});
