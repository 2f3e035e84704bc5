import { expect, test } from 'vitest';
import { emptyCase, type Case, type LogPattern, type Spans } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { logs } from './logs.ts';

const candidates = ['shop', 'stock'].map((id) => ({ id, kind: 'product' as const }));

const line = (
  product: string,
  template: string,
  count: number,
  parts: Partial<LogPattern> = {},
): LogPattern => ({
  ...{ product, template, count, level: 'info' },
  ...parts,
});

function said(
  now: readonly LogPattern[],
  usual: readonly LogPattern[],
  spans: Spans | null = null,
  runs: Case['runs'] = [],
) {
  const facts = readFacts({
    ...emptyCase(candidates, [['shop', 'stock']], 0),
    runs,
    now: { spans, logs: now },
    usual: { spans: null, logs: usual },
  } satisfies Case);
  return Object.fromEntries(
    logs
      .testify(facts)
      .map(({ candidate, llr, sentence }) => [facts.case.candidates[candidate]?.id ?? '', { llr, sentence }]),
  );
}

const usual = [line('stock', 'find answered', 100), line('shop', 'buy answered', 100)];

test('an error that is new speaks for who writes it, and the sentence says how often', () => {
  const now = [
    line('stock', 'find failed: disk full', 8, { level: 'error' }),
    line('stock', 'find answered', 2),
    line('shop', 'buy answered', 10),
  ];
  const { stock, shop } = said(now, usual);
  expect(stock?.llr).toBeGreaterThan(2);
  expect(stock?.sentence).toBe('It now writes "find failed: disk full": 8 of 10 times, usually 0 of 100.');
  expect(shop).toBeUndefined();
});

test('an error of who usually writes nothing is new too, other messages of it are not', () => {
  const now = [line('stock', 'disk full', 8, { level: 'error' })];
  expect(said(now, [line('shop', 'buy answered', 100)])['stock']?.llr).toBeGreaterThan(2);
  expect(said([line('stock', 'hello', 8)], [line('shop', 'buy answered', 100)])).toEqual({});
});

test('a message that is gone says something only where the place at which it is written is still reached', () => {
  const before = [
    line('stock', 'saved', 100, { place: '/save' }),
    line('stock', 'asked to save', 100, { place: '/save' }),
    line('stock', 'found', 100, { place: '/find' }),
  ];
  const reached = [
    line('stock', 'asked to save', 30, { place: '/save' }),
    line('stock', 'found', 30, { place: '/find' }),
  ];
  expect(said(reached, before)['stock']?.sentence).toContain('no longer writes as often "saved"');
  const asked = [line('stock', 'found', 60, { place: '/find' })];
  expect(said(asked, before)).toEqual({});
  const nowhere = (list: readonly LogPattern[]) =>
    list.map(({ product, template, level, count }) => ({ product, template, level, count }));
  expect(said(nowhere(asked), nowhere(before))).toEqual({});
});

test('a message that is gone says nothing of a place where now this is asked for and now that', () => {
  const shelf = { place: 'shelf' };
  const before = [line('stock', 'find answered', 20, shelf), line('stock', 'book answered', 60, shelf)];
  expect(said([line('stock', 'find answered', 25, shelf)], before)).toEqual({});
  // Of so few the same number is an accident.
  const few = ['find answered', 'book answered'].map((text) => line('stock', text, 6, shelf));
  expect(said([line('stock', 'find answered', 40, shelf)], few)).toEqual({});
});

test('a warning that is gone is no trouble', () => {
  const before = (level: LogPattern['level']) => [
    line('stock', 'the caller left first', 50, { place: '/find', level }),
    line('stock', 'found', 50, { place: '/find' }),
  ];
  const now = [line('stock', 'found', 60, { place: '/find' })];
  expect(said(now, before('warn'))).toEqual({});
  expect(said(now, before('info'))['stock']?.sentence).toContain('no longer writes as often');
});

test('errors of who only tells of what it calls count little, where spans show that every failure began there', () => {
  const now = [
    line('shop', 'buy failed: the stock did not answer', 8, { level: 'error' }),
    line('stock', 'find failed: disk full', 8, { level: 'error' }),
  ];
  const spans: Spans = {
    trace: [1, 1],
    parent: [-1, 0],
    product: ['shop', 'stock'],
    operation: ['buy', 'find'],
    startUs: [0, 10],
    durationUs: [100, 50],
    failed: [true, true],
  };
  const { shop, stock } = said(now, usual, spans);
  expect(shop?.llr).toBeLessThan((stock?.llr ?? 0) / 3);
  expect(shop?.sentence).toContain('all its failures began in what it calls');
  expect(said(now, usual)['shop']?.llr).toBeGreaterThan(2);
});

test('a line that is gone says nothing of a product that only passing runs go through: other things were asked for', () => {
  const placed = { place: 'shelf' };
  const before = [line('stock', 'find answered', 60, placed), line('stock', 'book answered', 60, placed)];
  const now = [line('stock', 'find answered', 20, placed)];
  const run = (passed: boolean, ...products: readonly string[]): Case['runs'][number] => ({
    ...{ at: 0, passed, check: 'buy', environment: 'eu', runner: 'one', products, flaky: false },
  });
  expect(said(now, before, null, [run(true), run(false, 'stock')])['stock']?.llr).toBeGreaterThan(1);
  // Runs say nothing of it, as where there are none.
  expect(said(now, before, null, [run(true, 'other'), run(false, 'other')])).toEqual(said(now, before));
  // The shop calls the stock, and the failing run says no more.
  expect(said(now, before, null, [run(false, 'shop')])['stock']?.llr).toBeGreaterThan(1);
  expect(said(now, before, null, [run(true, 'stock'), run(false, 'other')])).toEqual({});
  expect(said(now, before, null, [run(true, 'stock')])).toEqual({});
  const error = [line('stock', 'disk full', 20, { ...placed, level: 'error' })];
  expect(said(error, before, null, [run(true, 'stock')])['stock']?.llr).toBeGreaterThan(1);
});
