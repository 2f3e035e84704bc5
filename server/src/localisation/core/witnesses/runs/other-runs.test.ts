import { expect, test } from 'vitest';
import { emptyCase, type Case } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { otherRuns } from './other-runs.ts';
import { spectrum } from './spectrum.ts';

const candidates = [
  { id: 'search', kind: 'product' },
  { id: 'test', kind: 'test' },
  { id: 'environment', kind: 'environment' },
] as const;
type Run = Case['runs'][number];

/** So many runs, a second apart from `at` on, of checks that take turns. */
function runs(count: number, at: number, parts: Partial<Run> & { checks?: number } = {}): Run[] {
  const { checks = 4, ...rest } = parts;
  return Array.from({ length: count }, (_, index) => ({
    at: at + index * 1_000,
    passed: true,
    check: `check-${index % checks}`,
    environment: 'eu',
    runner: 'here',
    products: ['search'],
    flaky: false,
    ...rest,
  }));
}

/** All that runs say. */
function said(all: readonly Run[], alerts: Case['alerts'] = []): Record<string, number> {
  const step = { check: 'check-0', runner: 'here', name: 'x', products: [], shape: 'assertion' as const };
  const facts = readFacts({ ...emptyCase(candidates, [], 0), runs: all, step, alerts });
  const found: Record<string, number> = {};
  for (const { candidate, llr } of [otherRuns, spectrum].flatMap((witness) => witness.testify(facts))) {
    const id = facts.case.candidates[candidate]?.id ?? '';
    found[id] = (found[id] ?? 0) + llr;
  }
  return found;
}

const before = [...runs(20, 0), ...runs(20, 0, { runner: 'there' })];

test('where all that a runner runs fails and other runners pass, its surroundings are likely', () => {
  const all = [...before, ...runs(10, 100_000, { passed: false }), ...runs(10, 100_000, { runner: 'there' })];
  expect(said(all)['environment']).toBeGreaterThan(3);
});

test('a runner whose checks mostly pass meanwhile is not to blame, however many monitors of one product fail there', () => {
  const failing = runs(10, 100_000, { passed: false, checks: 2 });
  const passing = runs(40, 100_000, { check: 'another' });
  const elsewhere = runs(10, 100_000, { runner: 'there' });
  expect(said([...before, ...failing, ...passing, ...elsewhere])['environment']).toBe(-1);
});

test('a runner on which less fails than elsewhere is not to blame', () => {
  const own = [...runs(30, 100_000, { passed: false }), ...runs(200, 0)];
  const elsewhere = [
    ...runs(6, 100_000, { passed: false, runner: 'there' }),
    ...runs(1, 100_000, { runner: 'there' }),
  ];
  expect(said([...own, ...elsewhere])['environment']).toBe(-1);
});

test('a check that fails less often than others through the same products is not itself to blame', () => {
  const own = [...runs(2, 0, { passed: false, checks: 1 }), ...runs(20, 0, { checks: 1 })];
  const others = runs(20, 0, { passed: false, check: 'another' });
  // Only that neither of its two failures passed at a second try is heard.
  expect(said([...own, ...others])['test']).toBeCloseTo(Math.log(1 / 3) - Math.log(0.88 * 0.9), 9);
  const alone = [...runs(20, 0, { passed: false, checks: 1 }), ...runs(20, 0, { check: 'another' })];
  expect(said(alone)['test']).toBeGreaterThan(3);
});

test('a run that passed at a second try was in trouble too, and speaks for the test more than one that did not', () => {
  const well = [...runs(30, 0), ...runs(12, 0, { checks: 1 })];
  const failing = runs(2, 100_000, { passed: false, checks: 1 });
  const again = runs(4, 100_000, { flaky: true, checks: 1 });
  const passing = runs(4, 100_000, { checks: 1 });
  const withFlaky = said([...well, ...failing, ...again])['test'] ?? 0;
  expect(withFlaky).toBeGreaterThan((said([...well, ...failing, ...passing])['test'] ?? 0) + 4);
  expect(withFlaky).toBeGreaterThan(4);
});

test('a test that fails at both tries, and passes between, is not ruled out by its second tries: it may fail at any rate', () => {
  const others = runs(60, 0, { check: 'another' });
  const well = runs(6, 0, { checks: 1 });
  const turns = [false, true, false, true, true, false].flatMap((passed, index) =>
    runs(1, 100_000 + index * 1_000, { passed, checks: 1 }),
  );
  expect(said([...others, ...well, ...turns])['test']).toBeGreaterThan(4);
});

test('a check that passed time after time and now fails each time began to, so it is less likely the test than one that failed all along', () => {
  const others = runs(20, 0, { check: 'another', products: ['other'] });
  const now = runs(2, 100_000, { passed: false, checks: 1 });
  const began = said([...others, ...runs(30, 0, { checks: 1 }), ...now])['test'] ?? 0;
  const untried = said([...others, ...now])['test'] ?? 0;
  expect(began).toBeLessThan(untried - 2);
  const allAlong = runs(3, 10_000, { passed: false, checks: 1 });
  const always = said([...others, ...runs(30, 0, { checks: 1 }), ...allAlong, ...now])['test'] ?? 0;
  expect(always).toBeGreaterThan(began);
});

test('the one monitor that fails, as it never did before, says little against itself, however much passes beside it', () => {
  const beside = runs(374, 0, { check: 'another' });
  const own = [...runs(34, 0, { checks: 1 }), ...runs(4, 400_000, { passed: false, checks: 1 })];
  expect(said([...beside, ...own])['test']).toBeLessThan(1.5);
});

test('where somebody else complains of a product that takes part, what passes beside a failing check says little against the test', () => {
  const beside = runs(300, 0, { check: 'another' });
  const all = [...beside, ...runs(3, 0, { checks: 1 }), ...runs(1, 100_000, { passed: false, checks: 1 })];
  const alone = said(all)['test'] ?? 0;
  expect(alone).toBeGreaterThan(4);
  const alert = { product: 'search', name: 'The queue of search stands still', startedAt: -60_000 };
  expect(said(all, [alert])['test']).toBeLessThan(3.1);
  expect(said(all, [{ ...alert, startedAt: -40 * 60_000 }])['test']).toBeLessThan(3.1);
  expect(said(all, [{ ...alert, startedAt: -3_600_000 }])['test']).toBe(alone);
  expect(said(all, [{ ...alert, product: 'environment' }])['test']).toBe(alone);
});

test('a check of which no product is known is not itself to blame because other checks pass', () => {
  const own = runs(6, 100_000, { passed: false, checks: 1, products: [] });
  const others = runs(40, 0, { check: 'another', products: [] });
  // Only that none of its failures passed at a second try is heard.
  const product = 0.88 * 0.9 * (6.4 / 7) * (7.4 / 8) * (8.4 / 9) * (9.4 / 10);
  expect(said([...own, ...others])['test']).toBeCloseTo(Math.log(1 / 7 / product), 9);
  // Where it passes at a second try it may be.
  const flaky = runs(3, 200_000, { flaky: true, checks: 1, products: [] });
  expect(said([...own.slice(0, 1), ...flaky, ...others])['test']).toBeGreaterThan(2);
});

test('checks that begin to fail together are explained by what takes part in all of them, better than by one of the tests', () => {
  const names = Array.from({ length: 40 }, (_, at) => `check-${at}`);
  const of = (at: number, passed: boolean, count: number) => {
    const products = at === 0 ? ['door', 'search', 'audit'] : ['door', 'search'];
    return names.slice(at, at + 1).flatMap((check) =>
      runs(count, passed && count > 3 ? 0 : 100_000, {
        check,
        passed,
        products,
        ...(passed ? {} : { failedIn: products }),
      }),
    );
  };
  const before = names.flatMap((_, at) => of(at, true, 6));
  const alone = said([...before, ...names.flatMap((_, at) => of(at, at > 0, 1))]);
  expect(alone['test']).toBeGreaterThan((alone['search'] ?? 0) + 1);
  const together = said([...before, ...names.flatMap((_, at) => of(at, at > 2, 1))]);
  expect(together['search']).toBeGreaterThan((together['test'] ?? 0) + 1);
});
