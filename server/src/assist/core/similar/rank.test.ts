import { describe, expect, it } from 'vitest';
import { isLike, rankSimilar, wordsAsWritten, type Found, type Question } from './rank.ts';

const question: Question = {
  products: ['payments'],
  neighbours: ['ledger'],
  startedAt: '2026-03-31T10:00:00Z',
};
const found = (id: string, over: Partial<Found> = {}): Found => ({
  id,
  title: id,
  products: ['payments'],
  resolvedAt: '2026-03-01T10:00:00Z',
  textRank: 0,
  words: [],
  fixed: '',
  cause: '',
  ...over,
});
const order = (...given: Found[]): string =>
  rankSimilar(question, given)
    .map((match) => match.found.id)
    .join(' ');

describe('likeness', () => {
  it('puts shared products before neighbours before strangers', () => {
    expect(
      order(
        found('stranger', { products: ['mail'] }),
        found('next', { products: ['ledger'] }),
        found('same'),
      ),
    ).toBe('same next stranger');
  });

  it('counts rare words, and what is recent where the rest is equal', () => {
    expect(
      order(
        found('old', { resolvedAt: '2025-03-01T10:00:00Z' }),
        found('new'),
        found('words', { textRank: 3, resolvedAt: '2025-03-01T10:00:00Z' }),
      ),
    ).toBe('words new old');
  });

  it('says of each which products it shares', () => {
    expect(
      rankSimilar(question, [found('a', { products: ['mail', 'payments'] })])[0]?.sharedProducts,
    ).toEqual(['payments']);
  });

  it('calls nothing similar that is only recent, or shares one word', () => {
    const like = (over: Partial<Found>): boolean =>
      rankSimilar(question, [found('a', over)]).every((match) => isLike(match));
    expect(like({})).toBe(true);
    expect(like({ products: [], resolvedAt: '2026-03-31T09:00:00Z' })).toBe(false);
    expect(like({ products: [], textRank: 9, words: ['gateway'] })).toBe(false);
    expect(like({ products: [], textRank: 9, words: ['gateway', 'quorum'] })).toBe(true);
  });
});

it('shows words as people wrote them, and no bare numbers', () => {
  expect(
    wordsAsWritten(
      ['gatekeep', 'quantiti', '507', 'mb', 'gone'],
      'The Gatekeepers gatekeeper, 507 quantities of 10 mb',
    ),
  ).toEqual(['gatekeeper', 'quantities']);
});
