import { expect, test } from 'vitest';
import { saidAfterTries } from './said-later.ts';

const took = { detail: 'second-sms took it.' };

test('what a receipt says of a message that had left is told beside its tries', () => {
  expect(saidAfterTries({ detail: 'Not delivered: UNDELIV', tries: [took] })).toBe('Not delivered: UNDELIV');
});

test('what a try says already is not said twice, and nothing is not told', () => {
  expect(saidAfterTries({ ...took, tries: [{ detail: 'answered 503.' }, took] })).toBeNull();
  expect(saidAfterTries({ detail: '', tries: [] })).toBeNull();
});
