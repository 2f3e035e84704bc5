import { expect, test } from 'vitest';
import { emptyCase, type Case } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { spectrum } from './spectrum.ts';

type Run = Case['runs'][number];

const runs = (count: number, passed: boolean, products: readonly string[]): Run[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ at, passed, products, check: 'buy', environment: 'eu', runner: 'here', flaky: false },
  }));

function said(all: readonly Run[], ids: readonly string[], calls: Case['calls'] = []) {
  const facts = readFacts({
    ...emptyCase(
      ids.map((id) => ({ id, kind: 'product' })),
      calls,
      0,
    ),
    runs: all,
  });
  return Object.fromEntries(
    spectrum.testify(facts).map(({ candidate, llr }) => [facts.case.candidates[candidate]?.id ?? '', llr]),
  );
}

test('of two that both explain much, the one that explains more counts more, however many runs there are', () => {
  const all = [
    ...runs(60, false, ['cause', 'near']),
    ...runs(30, false, ['cause']),
    ...runs(20, true, ['near']),
    ...runs(200, true, ['other']),
  ];
  const { cause = 0, near = 0, other = 0 } = said(all, ['cause', 'near', 'other']);
  expect(cause).toBe(10);
  expect(near).toBeGreaterThan(0);
  expect(near).toBeLessThan(7);
  expect(other).toBeLessThan(-5);
});

test('who is never seen is gone through by what goes through its callers, also the hundredth of them', () => {
  const unseen = Array.from({ length: 120 }, (_, at) => `unseen ${at}`);
  const all = [...runs(6, false, ['shop']), ...runs(12, true, ['cart'])];
  const found = said(
    all,
    ['shop', 'cart', ...unseen],
    unseen.map((id) => ['shop', id] as const),
  );
  expect(unseen.map((id) => found[id])).toEqual(unseen.map(() => found['shop']));
});

test('of who is never seen it is not said that it took part, but that what calls it did', () => {
  const ids = ['shop', 'bank'];
  const facts = readFacts({
    ...emptyCase(
      ids.map((id) => ({ id, kind: 'product' as const })),
      [['shop', 'bank']],
      0,
    ),
    runs: [...runs(2, false, ['shop']), ...runs(3, true, ['other'])],
  });
  const said = new Map(spectrum.testify(facts).map(({ candidate, sentence }) => [candidate, sentence]));
  expect(said.get(facts.index.get('shop') ?? -1)).toBe(
    'It takes part in 2 of 2 failures of runs, and in 0 runs that passed.',
  );
  expect(said.get(facts.index.get('bank') ?? -1)).toBe(
    'What calls it takes part in 2 of 2 failures of runs, and in 0 runs that passed; of itself no run shows anything.',
  );
});

test('of a failed run the step that failed counts: who took part before it only is hardly suspected', () => {
  const failed = runs(6, false, ['door', 'early', 'late']).map((run) => ({
    ...run,
    failedIn: ['door', 'late'],
  }));
  const all = [...failed, ...runs(12, true, ['other'])];
  const { early = 0, late = 0, door = 0 } = said(all, ['door', 'early', 'late', 'other']);
  expect(late).toBeGreaterThan(early + 4);
  expect(door).toBe(late);
  const unknown = said(
    [...runs(6, false, ['door', 'early', 'late']), ...runs(12, true, ['other'])],
    [...['door', 'early', 'late', 'other']],
  );
  expect(unknown['early']).toBe(unknown['late']);
});

test('what passed before the failures became more does not clear who fails now', () => {
  const before = [...runs(50, true, ['shop', 'cart'])].map((run) => ({ ...run, at: run.at - 1_000 }));
  const now = [
    ...runs(8, false, ['shop']),
    ...runs(8, true, ['cart']).map((run) => ({ ...run, check: 'fill' })),
  ];
  const long = said([...before, ...now], ['shop', 'cart']);
  const short = said(now, ['shop', 'cart']);
  expect(long['shop']).toBe(short['shop']);
});

test('who took part in what passed before, in the very runs that failed, is less suspected than who did not', () => {
  const failed = runs(6, false, ['door', 'first', 'late']).map((run) => ({
    ...run,
    failedIn: ['door', 'first', 'late'],
  }));
  const all = [...failed, ...runs(12, true, ['other'])];
  const ids = ['door', 'first', 'late', 'other'];
  expect(said(all, ids)['first']).toBe(said(all, ids)['late']);
  const told = all.map((run) => (run.passed ? run : { ...run, passedIn: ['door', 'first'] }));
  const { door = 0, first = 0, late = 0 } = said(told, ids);
  expect(first).toBe(door);
  expect(late).toBeGreaterThan(first + 1);
});

test('in whichever order runs come, it says the very same', () => {
  const all = [
    ...runs(7, false, ['shop', 'cart']),
    ...runs(5, true, ['shop']).map((run) => ({ ...run, check: 'look' })),
    ...runs(9, true, ['cart']).map((run) => ({ ...run, check: 'fill' })),
    ...runs(3, false, ['shop']).map((run) => ({ ...run, check: 'sell' })),
  ];
  expect(said(all.toReversed(), ['shop', 'cart'])).toEqual(said(all, ['shop', 'cart']));
});

const often = (check: string, passed: boolean, products: readonly string[], count: number) =>
  runs(count, passed, products).map((run) => ({ ...run, check, ...(passed ? {} : { failedIn: products }) }));

test('where one check alone fails, who takes part in it and in many that pass may still be wrong in a part of it', () => {
  const all = [
    ...often('count', false, ['everywhere', 'rare'], 4),
    ...Array.from({ length: 4 }, (_, at) => often(`look ${at}`, true, ['everywhere'], 4)).flat(),
    ...often('fill', true, ['other'], 12),
  ];
  const { everywhere = 0, rare = 0, other = 0 } = said(all, ['everywhere', 'rare', 'other']);
  expect(everywhere).toBeGreaterThan(other + 4);
  expect(rare).toBeGreaterThan(everywhere + 1);
  expect(rare).toBeLessThan(everywhere + 4);
});

test('what is said of a product of which a part may be wrong says so', () => {
  const all = [
    ...often('count', false, ['shop'], 4),
    ...Array.from({ length: 5 }, (_, at) => often(`look ${at}`, true, ['shop'], 4)).flat(),
  ];
  const facts = readFacts({ ...emptyCase([{ id: 'shop', kind: 'product' }], [], 0), runs: all });
  expect(spectrum.testify(facts)[0]?.sentence).toBe(
    'It takes part in 4 of 4 failures of runs, and in 20 runs that passed: if it is the cause, then by a part of it that 1 of its 6 checks uses.',
  );
});
