import { expect, test } from 'vitest';
import { rankRunbooks, type About, type Candidate } from './rank.ts';

const about: About = {
  products: ['payments', 'ledger'],
  checks: ['pay-by-card'],
  text: 'Card payments fail with 502\nSince the last deploy',
};
const none = { yes: 0, no: 0 };

function candidate(
  name: string,
  parts: Partial<Omit<Candidate, 'spec'>> & { spec?: Partial<Candidate['spec']> },
): Candidate {
  return {
    ...{ name, fit: 0, words: [], votes: none, votesHere: none },
    ...parts,
    spec: { products: [], checks: [], symptoms: [], ...parts.spec },
  };
}
const ranked = (...candidates: Candidate[]): string[] =>
  rankRunbooks(about, candidates).map((found) => `${found.candidate.name}: ${found.why.join(', ')}`);

test('a failing check says more than the product, the product more than one that may be the cause, and each says why', () => {
  expect(
    ranked(
      candidate('cause', { spec: { products: ['ledger'] } }),
      candidate('product', { spec: { products: ['payments'] } }),
      candidate('check', { spec: { checks: ['pay-by-card', 'other'] } }),
    ),
  ).toEqual(['check: check pay-by-card fails', 'product: product payments', 'cause: product ledger']);
});

test('a symptom counts as whole words only, whatever their case', () => {
  expect(
    ranked(
      candidate('hit', { spec: { symptoms: ['CARD PAYMENTS', '502'] } }),
      candidate('part', { spec: { symptoms: ['02', 'ard pay', 'deploys'] } }),
    ),
  ).toEqual(['hit: “CARD PAYMENTS”, “502”']);
});

test('one word in common is chance, two are a reason, and fitting words alone are none', () => {
  expect(
    ranked(
      candidate('one', { words: ['card'], fit: 1 }),
      candidate('two', { words: ['card', 'payment'] }),
      candidate('text', { fit: 1 }),
    ),
  ).toEqual(['two: words: card, payment']);
});

test('what helped comes before what did not, most of all with the same product; who is of another product stays out', () => {
  const spec = { products: ['payments'] };
  expect(
    ranked(
      candidate('did-not', { spec, votes: { yes: 0, no: 3 } }),
      candidate('nobody-said', { spec }),
      candidate('helped', { spec, votes: { yes: 3, no: 0 } }),
      candidate('helped-here', { spec, votes: { yes: 3, no: 0 }, votesHere: { yes: 3, no: 0 } }),
      candidate('elsewhere', { spec: { products: ['search'] }, votes: { yes: 9, no: 0 } }),
    ),
  ).toEqual(['helped-here', 'helped', 'nobody-said', 'did-not'].map((name) => `${name}: product payments`));
});
