import { expect, test } from 'vitest';
import { emptyCase, type Place } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { otherPlaces } from './other-places.ts';

const candidates = [
  { id: 'pay', kind: 'product' },
  { id: 'stock', kind: 'product' },
  { id: 'unknown', kind: 'product' },
  { id: 'test', kind: 'test' },
  { id: 'maps-inc', kind: 'third-party' },
] as const;

function said(...places: readonly Place[]): Record<string, readonly [number, string]> {
  const facts = readFacts({ ...emptyCase(candidates, [], 0), places });
  return Object.fromEntries(
    otherPlaces
      .testify(facts)
      .map(({ candidate, llr, sentence }) => [facts.case.candidates[candidate]?.id ?? '', [llr, sentence]]),
  );
}

const place = (fails: boolean): Place => ({
  name: 'us',
  fails,
  sameVersion: ['pay'],
  otherVersion: ['stock'],
});

test('where the checks pass elsewhere, the product with another version there is likelier the cause than one with the same', () => {
  const { pay, stock, unknown, test: itself } = said(place(false));
  expect(stock?.[0]).toBeGreaterThan(0);
  expect(pay?.[0]).toBeLessThan(0);
  expect(itself?.[0]).toBeLessThan(0);
  expect(unknown).toBeUndefined();
  expect(stock?.[1]).toBe('The same checks pass in another environment with another version of it.');
});

test('where they fail elsewhere too, what is the same there and third parties gain, and what differs loses', () => {
  const found = said(place(true));
  expect(found['pay']?.[0]).toBeGreaterThan(0);
  expect(found['maps-inc']?.[0]).toBeGreaterThan(found['pay']?.[0] ?? 0);
  expect(found['stock']?.[0]).toBeLessThan(-1);
  expect(found['maps-inc']?.[1]).toBe('The same checks fail in another environment too.');
});

test('many places say more than one, and never more than three nats', () => {
  const one = said(place(true))['stock']?.[0] ?? 0;
  const many = said(...Array.from({ length: 20 }, () => place(true)));
  expect(many['stock']?.[0]).toBeLessThan(one);
  expect(many['stock']?.[0]).toBe(-3);
  expect(many['pay']?.[1]).toBe(
    'The same checks fail too in 20 other environments with the same version of it.',
  );
  expect(said()).toEqual({});
});
