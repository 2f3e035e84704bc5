import { expect, test } from 'vitest';
import { causeReport } from './reports.ts';

const suspect = (name: string, probability: number) => ({
  ...{ kind: 'product' as const, name, displayName: name, probability },
});
const said = (parts: Partial<Parameters<typeof causeReport>[0]>) =>
  causeReport({
    ...{ incidentId: 'INC-1', environment: 'eu', version: 1, clear: true, tell: true, nothing: 0 },
    ...{ suspects: [suspect('search', 1), suspect('reports', 0.84)], causes: 1, why: '' },
    ...parts,
  });

test('what the log says of two causes is no surer than the less sure of them, and of one as sure as that one', () => {
  expect(said({ causes: 2 })).toMatchObject({
    causes: [{ name: 'search' }, { name: 'reports' }],
    probability: 0.84,
  });
  expect(said({})).toMatchObject({ causes: [{ name: 'search' }], probability: 1 });
  expect(said({ clear: false })).toMatchObject({ state: 'not-clear', causes: [], probability: 1 });
  expect(said({ suspects: [], clear: false })).toMatchObject({ state: 'nothing', probability: 0 });
});
