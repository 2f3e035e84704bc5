import { expect, test } from 'vitest';
import { emptyCase, type Case, type Change } from '../case.ts';
import { localise } from '../localise.ts';
import { fittedWeights } from '../weights.ts';

const minute = 60_000;
const at = 100 * minute;
const times = Array.from({ length: 120 }, (_, row) => row * minute);

function change(over: Partial<Change>): Change {
  return {
    id: 'a',
    product: 'shop',
    kind: 'deploy',
    at: at - 5 * minute,
    text: 'refactor: tidy handler',
    paths: ['shop/handler.go'],
    difference: '-\tx := read(a)\n+\ty := read(a)',
    ...over,
  };
}

function caseOf(changes: readonly Change[], over: Partial<Case> = {}): Case {
  const ids = ['shop', 'pay', 'desk'].map((id) => ({ id, kind: 'product' as const }));
  const empty = emptyCase(ids, [['shop', 'pay']], at);
  const errors = {
    product: 'shop',
    role: 'errors' as const,
    name: 'errors',
    at: times,
    value: times.map((time) => (time >= at ? 0.5 : 0.001)),
    usual: [],
  };
  const log = {
    product: 'shop',
    template: "parse failed: missing field 'amount'",
    level: 'error' as const,
    count: 40,
  };
  return {
    ...empty,
    symptom: { product: 'shop', kind: null, at, text: 'shop fails' },
    series: [errors],
    now: { spans: null, logs: [log] },
    changes,
    ...over,
  };
}

const guilty = change({
  id: 'guilty',
  text: 'rename fields',
  difference: '-\tAmount int `json:"amount"`\n+\tTotal int `json:"total"`',
});
const first = (input: Case) => localise(input, fittedWeights).changes;

test('a change that takes away what the error misses comes before a later one of the same product', () => {
  expect(first(caseOf([guilty, change({ id: 'later', at: at - minute })])).changes[0]?.id).toBe('guilty');
});

test('a change that came after the trouble is never first', () => {
  const late = { ...guilty, id: 'late', at: at + 10 * minute };
  expect(first(caseOf([late, change({ id: 'before' })])).changes[0]?.id).toBe('before');
});

test.each([
  [
    'something that ran out',
    { symptom: { product: 'shop', kind: null, at, text: 'x509: certificate has expired' } },
  ],
  [
    'load that grew at several products',
    {
      series: ['shop', 'pay'].map((product) => ({
        product,
        role: 'load' as const,
        name: 'load',
        at: times,
        value: times.map((time) => (time >= at ? 900 : 100)),
        usual: [],
      })),
    },
  ],
] satisfies [string, Partial<Case>][])('%s is likelier than a harmless change', (_what, over) => {
  const { changes, none } = first(caseOf([change({})], over));
  expect(none).toBeGreaterThan(changes[0]?.probability ?? 1);
});

test('a setting that changed by a large factor is likelier than one that changed a little', () => {
  const setting = (id: string, to: string) => change({ id, difference: `-  ttl: 15m\n+  ttl: ${to}` });
  expect(first(caseOf([setting('little', '16m'), setting('large', '15s')])).changes[0]?.id).toBe('large');
});
