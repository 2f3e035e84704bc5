import { expect, test } from 'vitest';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { hitsByImpact } from './hits.ts';

const row = (kind: 'workflow' | 'application', name: string, says: string, more: Partial<ImpactRow> = {}) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a row as is asked for
  ({
    ...{ kind, name, publicName: name, application: kind === 'workflow' ? 'hearth' : null },
    ...{ state: 'down', standing: 'likely', until: null, environments: ['eu'], environmentsOf: 1 },
    evidence: [{ kind: 'check', id: 'R-1', says, at: null }],
    ...more,
  }) as ImpactRow;

const page = 'See a case fails in eu: Find it: Error: expect(locator).toContainText(expected) failed';
const away = 'See a case fails in eu: Error: page.goto: net::ERR_CONNECTION_REFUSED';
const refused = 'Files fails in eu: expected 200, got 502';
const cause = 'hearth-db is the likely cause';
const alert = { kind: 'alert', id: 'A-1', says: 'InstanceDown', at: null } as const;
const verdict = { kind: 'verdict', id: 'INC-1', says: cause, at: null } as const;
const app = (more: Partial<ImpactRow> = {}) =>
  row('application', 'hearth', '', { evidence: [verdict], ...more });

function statesOf(rows: readonly ImpactRow[]): string[] {
  const record = { incidentId: 'INC-1', rows: [...rows], startedAt: '', totals: { customers: { hit: 0 } } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a record as is asked for
  const hits = hitsByImpact(record as unknown as Parameters<typeof hitsByImpact>[0], false);
  return (hits?.rows ?? []).map(
    ({ name, state, isSeenOtherwise }) => `${name} ${state}${isSeenOtherwise ? ', seen otherwise' : ''}`,
  );
}

test.each<[string, ImpactRow[], string[]]>([
  [
    'pages that are not as a test expects are away for nobody',
    [row('workflow', 'open', page), app()],
    ['open degraded, seen otherwise', 'hearth degraded, seen otherwise'],
  ],
  ['a page that cannot be loaded is', [row('workflow', 'open', away), app()], ['open down', 'hearth down']],
  [
    'where something else of the application does not answer it is down, and the page is as it was seen',
    [row('workflow', 'open', page), row('workflow', 'save', refused), app()],
    ['open degraded, seen otherwise', 'save down', 'hearth down'],
  ],
  [
    'an alert beside it says so itself',
    [row('workflow', 'open', page), app({ evidence: [alert] })],
    ['open degraded, seen otherwise', 'hearth down'],
  ],
  [
    'a person who said so is believed',
    [row('workflow', 'open', page, { standing: 'confirmed' }), app({ standing: 'confirmed' })],
    ['open down', 'hearth down'],
  ],
  ['of a workflow that no check looks at nothing is softened', [app()], ['hearth down']],
])('%s', (_name, rows, states) => {
  expect(statesOf(rows)).toEqual(states);
});
