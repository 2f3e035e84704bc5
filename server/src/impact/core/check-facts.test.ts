import { expect, test } from 'vitest';
import { checkFact, isElsewhere, placeOfFirst, wrongAnswers } from './check-facts.ts';
import { suspicion } from './testing-house.ts';

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
    { ...cell, products: [...cell.products], isAhead, isInDoubt: false, isWrong: false, isElsewhere: false },
    of,
    {
      title: 'TLS',
      workflow: null,
    },
  );
  expect(fact).toMatchObject({ verdict, evidence: { says } });
});

test('a pass that is in doubt does not say that all is well; what fails fails', () => {
  const factOf = (state: 'ok' | 'failing') =>
    checkFact(
      {
        ...cell,
        state,
        products: [...cell.products],
        isAhead: false,
        isInDoubt: true,
        isWrong: false,
        isElsewhere: false,
      },
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
        isInDoubt: false,
        isWrong: false,
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

const named = '$.person.name is "A", not "B"';
const onPage = 'See who is signed in: Error: expect(locator).toContainText(expected) failed';

test.each([
  ['of a product that answers with wrong data', [named], 'wrong-data'],
  ['of one that also does not answer', [named, 'expected 200, got 502'], 'down'],
  ['of one that nothing else looks at', [], 'down'],
])('a page that is not as expected, %s', (_, reasons, state) => {
  const failing = [onPage, ...reasons].map((reason) => ({ ...cell, state: 'failing', reason }) as const);
  const [page] = failing;
  if (page === undefined) expect.fail('no page');
  const known = { isAhead: false, isInDoubt: false, isWrong: false, isElsewhere: false };
  const isWrong = wrongAnswers(failing).has(placeOfFirst(page));
  const fact = checkFact(
    { ...page, products: [...page.products], ...known, isWrong },
    { id: 'INC-1', verdict: null },
    { title: 'A', workflow: 'w' },
  );
  expect(fact.state).toBe(state);
});

test('what a check of another product or place says makes no page wrong', () => {
  const failing = { ...cell, state: 'failing', reason: named } as const;
  const wrong = wrongAnswers([
    { ...failing, products: ['search'] },
    { ...failing, environment: 'us' },
  ]);
  expect(wrong.has(placeOfFirst(cell))).toBe(false);
});

const verdict = { suspects: [], clear: true, environment: 'eu', since: cell.since, at: null };

test.each([
  ['its own failure', 'INC-1', { ...verdict, nobodys: 0.6 }, 0.4],
  ['what is surely not real, as a verdict may be wrong', 'INC-1', { ...verdict, nobodys: 1 }, 0.3],
  ['a failure while it is not clear', 'INC-1', { ...verdict, nobodys: 0.7, clear: false }, 1],
  ['a failure of another incident', 'INC-2', { ...verdict, nobodys: 1 }, 1],
])(
  'where the test or what runs it is clearly to blame, %s is real with that doubt',
  (_, incidentId, cause, real) => {
    const known = { isAhead: false, isInDoubt: false, isWrong: false, isElsewhere: false };
    const failing = {
      ...cell,
      ...known,
      state: 'failing',
      products: [...cell.products],
      incidentId,
    } as const;
    const fact = checkFact(
      { ...failing, products: [...cell.products] },
      { id: 'INC-1', verdict: cause },
      { title: 'A', workflow: 'w' },
    );
    expect(fact.real).toBeCloseTo(real, 9);
  },
);

test.each([
  ['Report what is wrong: Error: page.click: Timeout 5000ms exceeded', 'down'],
  ['Write it down: TimeoutError: the answer is slow', 'slow'],
])('of “%s” what follows the step counts', (reason, state) => {
  const known = { isAhead: false, isInDoubt: false, isWrong: false, isElsewhere: false };
  const failing = { ...cell, state: 'failing', reason, products: [...cell.products], ...known } as const;
  const fact = checkFact(
    { ...failing, products: [...cell.products] },
    { id: 'INC-1', verdict: null },
    { title: 'A', workflow: 'w' },
  );
  expect(fact.state).toBe(state);
});
