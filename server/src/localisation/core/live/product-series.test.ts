import { expect, test } from 'vitest';
import { seriesOf } from './product-series.ts';

const reading = {
  role: 'errors',
  name: 'Failed',
  productLabel: 'service',
  candidateOf: (label: string) => (label.startsWith('known') ? `product:${label}` : null),
  since: 60_000,
} as const;

function answer(result: unknown) {
  return { status: 'success', data: { resultType: 'matrix', result } };
}

test('what came before trouble is how it usually is; the rest is looked at, with holes where there is no number', () => {
  const values = [
    [0, '0.1'],
    [30, 'NaN'],
    [60, '0.123456789'],
    [90, '+Inf'],
  ];
  expect(seriesOf(answer([{ metric: { service: 'known' }, values }]), reading)).toEqual([
    {
      ...{ product: 'product:known', role: 'errors', name: 'Failed' },
      ...{ at: [60_000, 90_000], value: [0.12346, null], usual: [0.1, null] },
    },
  ]);
});

test('one series for each product; what names none is left out', () => {
  const one = (metric: Record<string, string>) => ({ metric, values: [[60, '1']] });
  const result = [
    one({ service: 'other' }),
    one({}),
    one({ service: 'known-a' }),
    one({ service: 'known-a' }),
  ];
  expect(seriesOf(answer(result), reading)?.map(({ product }) => product)).toEqual(['product:known-a']);
});

test.each([null, 'text', {}, { data: { resultType: 'vector', result: [] } }, answer([{ metric: 1 }])])(
  'an answer of another form (%j) is none',
  (body) => {
    expect(seriesOf(body, reading)).toBeNull();
  },
);
