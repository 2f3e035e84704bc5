import { expect, test } from 'vitest';
import { checkFact, isElsewhere, suspicionsOf, type AlertFact, type Verdict } from './suspicions.ts';
import { suspicion } from './testing-house.ts';

const incident = {
  ...{ id: 'INC-1', title: 'The certificate of gateway expires', product: 'gateway', environment: 'eu' },
  ...{ declaredAt: '2026-11-27T10:00:00.000Z', origin: { kind: 'alert-group', id: '1' } as const },
};
const alert = (title: string, state: AlertFact['state'] = 'firing'): AlertFact => ({
  ...{ id: title, title, labels: {}, source: 'alertmanager', state, product: 'gateway', environment: 'eu' },
  ...{ startsAt: '2026-11-27T10:00:00.000Z', lastSeenAt: '2026-11-27T10:00:00.000Z' },
});
const verdict: Verdict = {
  ...{ clear: true, environment: 'eu', since: '2026-11-27T10:00:00.000Z', at: null },
  suspects: [{ product: 'gateway', title: 'Gateway', probability: 0.95, why: '' }],
};
const expiring = alert('The certificate of gateway is about to expire');

test('what is to come hits nobody yet, whoever is to blame for it', () => {
  expect(suspicionsOf(incident, [expiring], verdict)).toEqual({ suspicions: [], places: [] });
});

test('what somebody reports is, whatever an alert beside it sees coming', () => {
  const title = 'People cannot sign in';
  const { suspicions } = suspicionsOf({ ...incident, title, origin: null }, [expiring], verdict);
  expect(suspicions.map(({ evidence }) => evidence.says)).toEqual(['Gateway is the cause with 0.95']);
  const declared = suspicionsOf({ ...incident, title, origin: null }, [expiring], null);
  expect(declared.suspicions.map(({ evidence }) => evidence.says)).toEqual([title]);
});

test('of a verdict that is not clear each suspect names the others, one of which may be it', () => {
  const suspects = [
    { product: 'gateway', title: 'Gateway', probability: 0.55, why: 'it fails' },
    { product: 'search', title: 'Search', probability: 0.4, why: '' },
  ];
  const { suspicions } = suspicionsOf(incident, [alert('gateway fails')], {
    ...verdict,
    suspects,
    clear: false,
  });
  expect(suspicions.slice(1).map(({ isAlternative, evidence }) => [isAlternative, evidence.says])).toEqual([
    [true, 'Gateway is the cause with 0.55, or else Search with 0.40: it fails'],
    [true, 'Search is the cause with 0.40, or else Gateway with 0.55'],
  ]);
});

test('with an alert of what fails beside it both count', () => {
  const { suspicions } = suspicionsOf(incident, [expiring, alert('gateway fails')], verdict);
  expect(suspicions.map(({ evidence }) => evidence.kind)).toEqual(['alert', 'verdict']);
});

test('what an alert said that has resolved is left to the verdict', () => {
  const { suspicions } = suspicionsOf(incident, [alert('gateway fails', 'resolved')], verdict);
  expect(suspicions.map(({ evidence }) => evidence.kind)).toEqual(['verdict']);
});

const cell = {
  state: 'degraded',
  ...{ check: 'tls', environment: 'eu', since: '2026-11-27T10:00:00.000Z' },
  ...{ lastRunAt: '2026-11-27T10:00:00.000Z', lastPassedAt: '2026-11-27T10:00:00.000Z', nextRunAt: null },
  ...{ everySeconds: 60, run: null, reason: 'The certificate ends in 9 days', faultClass: null },
  ...{ products: ['gateway'], incidentId: 'INC-1' },
} as const;

test.each([
  [true, 'passing', 'TLS passes in eu'],
  [false, 'degraded', 'TLS is degraded in eu: The certificate ends in 9 days'],
])('a check that is degraded by what is to come only (%s) says that it works', (isAhead, verdict, says) => {
  const of = { id: 'INC-1', verdict: null };
  const fact = checkFact(
    { ...cell, products: [...cell.products], isAhead, isSlow: false, isElsewhere: false },
    of,
    {
      title: 'TLS',
      workflow: null,
    },
  );
  expect(fact).toMatchObject({ verdict, evidence: { says } });
});

test('a pass that took much longer than usual does not say that all is well; what fails fails', () => {
  const factOf = (state: 'ok' | 'failing') =>
    checkFact(
      { ...cell, state, products: [...cell.products], isAhead: false, isSlow: true, isElsewhere: false },
      { id: 'INC-1', verdict: null },
      { title: 'Report', workflow: 'report' },
    );
  expect(factOf('ok').verdict).toBe('silent');
  expect(factOf('failing').verdict).toBe('failing');
});

test('a failure elsewhere that no incident has is none of this one, unless it is of a product that is suspect here', () => {
  const files = suspicion('files', 'us');
  const failing = (environment: string, product: string) => ({ environment, products: [product] });
  const elsewhere = (cell: ReturnType<typeof failing>, known: Parameters<typeof isElsewhere>[1]) =>
    isElsewhere(cell, known, []);
  const known = { suspicions: [files], places: [] };
  expect(elsewhere(failing('eu', 'search'), known)).toBe(true);
  expect(elsewhere(failing('us', 'search'), known)).toBe(false);
  expect(elsewhere(failing('eu', 'files'), known)).toBe(false);
  // Where its own checks fail it is, too.
  expect(isElsewhere(failing('eu', 'search'), known, [{ environment: 'eu' }])).toBe(false);
  // Nobody knows where.
  expect(elsewhere(failing('eu', 'search'), { suspicions: [suspicion('files', null)], places: [] })).toBe(
    false,
  );
  expect(elsewhere(failing('eu', 'search'), { suspicions: [], places: [] })).toBe(false);

  const factOf = (state: 'ok' | 'failing', more: { isElsewhere: boolean; incidentId?: string | null }) =>
    checkFact(
      {
        ...cell,
        state,
        products: [...cell.products],
        incidentId: null,
        isAhead: false,
        isSlow: false,
        ...more,
      },
      { id: 'INC-1', verdict: null },
      { title: 'Report', workflow: 'report' },
    ).verdict;
  expect(factOf('failing', { isElsewhere: true })).toBe('silent');
  expect(factOf('ok', { isElsewhere: true })).toBe('passing');
  expect(factOf('failing', { isElsewhere: true, incidentId: 'INC-1' })).toBe('failing');
  expect(factOf('failing', { isElsewhere: false, incidentId: 'INC-2' })).toBe('silent');
});
