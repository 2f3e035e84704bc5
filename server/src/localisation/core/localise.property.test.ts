import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyCase, type Case } from './case.ts';
import { localise } from './localise.ts';
import { fittedWeights } from './weights.ts';

const name = fc.constantFrom(
  'a',
  'b',
  'c',
  '',
  '__proto__',
  'constructor',
  '<script>',
  '\u0000',
  '💥'.repeat(50),
  'unknown',
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 5000 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 0, 1e308, Number.MIN_VALUE),
);
const column = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 12 });

const spans = fc.record({
  trace: column(fc.integer({ min: 0, max: 3 })),
  parent: column(fc.integer({ min: -2, max: 14 })),
  product: column(name),
  operation: column(name),
  startUs: column(number),
  durationUs: column(number),
  failed: column(fc.boolean()),
  peer: column(name),
  serves: column(fc.boolean()),
});
const log = fc.record({
  product: name,
  template: fc.string({ unit: 'binary' }),
  level: fc.constantFrom('error' as const, 'info' as const),
  count: number,
});
const telemetry = fc.record({ spans: fc.option(spans), logs: fc.array(log, { maxLength: 6 }) });
const series = fc.record({
  product: name,
  role: fc.constantFrom(
    'latency' as const,
    'errors' as const,
    'resource' as const,
    'load' as const,
    'other' as const,
  ),
  name,
  at: column(number),
  value: column(fc.option(number)),
  usual: column(fc.option(number)),
});

const names = fc.array(name, { maxLength: 4 });
const step = fc.record({
  check: name,
  runner: name,
  name,
  products: names,
  shape: fc.constantFrom('assertion' as const, 'timeout' as const, 'network' as const, 'runner' as const),
});
const request = fc.record({
  product: name,
  name,
  at: number,
  durationMs: number,
  status: fc.option(number),
  usualMs: column(number),
});
const run = fc.record({
  at: number,
  passed: fc.boolean(),
  check: name,
  environment: name,
  runner: name,
  products: names,
  flaky: fc.boolean(),
  failedIn: names,
  passedIn: names,
});
const change = fc.record({
  id: name,
  product: fc.option(name),
  kind: fc.constantFrom('deploy' as const, 'commit' as const, 'config' as const, 'flag' as const),
  at: number,
  text: fc.string({ unit: 'binary' }),
  paths: names,
  difference: fc.option(fc.constantFrom('', '+a: 1\n-a: 0', '-x := read(a)', '---\n+++', '-'.repeat(9))),
});
const place = fc.record({ name, fails: fc.boolean(), sameVersion: names, otherVersion: names });

const anyCase: fc.Arbitrary<Case> = fc.record({
  candidates: fc.array(
    fc.record({
      id: name,
      kind: fc.constantFrom(
        'product' as const,
        'test' as const,
        'environment' as const,
        'third-party' as const,
      ),
    }),
    { maxLength: 8 },
  ),
  calls: fc.array(fc.tuple(name, name), { maxLength: 20 }),
  symptom: fc.record({
    product: fc.option(name),
    kind: fc.constantFrom('latency' as const, 'errors' as const, null),
    at: number,
    text: fc.string(),
  }),
  now: telemetry,
  usual: telemetry,
  series: fc.array(series, { maxLength: 6 }),
  step: fc.option(step),
  requests: fc.array(request, { maxLength: 6 }),
  runs: fc.array(run, { maxLength: 12 }),
  alerts: fc.array(fc.record({ product: name, name, startedAt: number }), { maxLength: 4 }),
  changes: fc.array(change, { maxLength: 4 }),
  thirdParties: fc.array(fc.record({ name, isDown: fc.boolean() }), { maxLength: 3 }),
  places: fc.array(place, { maxLength: 3 }),
  pastCauses: fc.dictionary(name, number),
});

test('broken, doubled, partial and hostile evidence gives a verdict over known candidates, each once, each with evidence', () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const verdict = localise(input, fittedWeights);
      const known = new Set(input.candidates.map(({ id }) => id));
      for (const { id, probability, nats, evidence } of verdict.ranking) {
        expect(known.has(id)).toBe(true);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1 + 1e-9);
        expect(Number.isFinite(nats)).toBe(true);
        expect(evidence.length).toBeGreaterThan(0);
      }
      expect(new Set(verdict.ranking.map(({ id }) => id)).size).toBe(verdict.ranking.length);
      for (const { probability } of verdict.changes.changes) expect(probability).not.toBeNaN();
      expect(verdict.nothing).not.toBeNaN();
    }),
    { numRuns: 400 },
  );
});

test('the same case gives the same verdict, and doubled candidates and calls change nothing', () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const verdict = localise(input, fittedWeights);
      expect(localise(structuredClone(input), fittedWeights)).toEqual(verdict);
      const doubled = {
        ...input,
        candidates: [...input.candidates, ...input.candidates],
        calls: [...input.calls, ...input.calls],
      };
      expect(localise(doubled, fittedWeights)).toEqual(verdict);
    }),
  );
});

test('a graph of 5,000 products with circles is ranked within two seconds', () => {
  const ids = Array.from({ length: 5000 }, (_, at) => `p${at}`);
  const calls = ids.flatMap((id, at) =>
    [1, 7, 100].map((step) => [id, ids[(at + step) % ids.length] ?? ''] as const),
  );
  const at = Array.from({ length: 30 }, (_, minute) => minute * 60_000);
  const series = ids.map((product, index) => ({
    product,
    role: 'errors' as const,
    name: 'errors',
    at,
    value: at.map((_, row) => (index === 42 && row > 20 ? 0.4 : 0.001)),
    usual: [],
  }));
  const empty = emptyCase(
    ids.map((id) => ({ id, kind: 'product' as const })),
    calls,
    at[21] ?? 0,
  );
  const begin = performance.now();
  const verdict = localise({ ...empty, series }, fittedWeights);
  expect(verdict.ranking[0]?.id).toBe('p42');
  expect(performance.now() - begin).toBeLessThan(2000);
});

test('more values, callees and runs than fit into the arguments of one call are no trouble', () => {
  const many = 400_000;
  const ids = ['shop', ...Array.from({ length: many }, (_, at) => `p${at}`)];
  const at = Array.from({ length: many }, (_, row) => row);
  const empty = emptyCase(
    ids.map((id) => ({ id, kind: 'product' as const })),
    ids.slice(1).map((id) => ['shop', id] as const),
    many / 2,
  );
  const series = {
    product: 'shop',
    role: 'errors' as const,
    name: 'errors',
    at,
    value: at.map((row) => (row >= many / 2 ? 0.5 : 0)),
    usual: [],
  };
  const symptom = { ...empty.symptom, product: 'shop', kind: 'errors' as const };
  expect(localise({ ...empty, symptom, series: [series] }, fittedWeights).ranking[0]?.id).toBe('shop');
});
