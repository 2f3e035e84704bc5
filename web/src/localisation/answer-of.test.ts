import type { CauseAnswer } from '@fieldmarshal/contract/localisation/cause';
import { expect, test } from 'vitest';
import { answerBeside, answerOf } from './answer-of.ts';

const given = (cause: string, faultKind = '') => ({ cause, faultKind, note: 'seen' });
const confirmed: CauseAnswer = {
  ...{
    answer: 'confirmed',
    cause: { kind: 'product', name: 'search' },
    faultKind: null,
    note: '',
    version: 3,
  },
  ...{ by: 'Ada', at: '2026-11-27T00:00:00Z' },
};

test.each([
  ['product:search', { answer: 'corrected', cause: { kind: 'product', name: 'search' }, note: 'seen' }],
  ['test:', { answer: 'corrected', cause: { kind: 'test', name: '' }, note: 'seen' }],
  ['unknown', { answer: 'unknown', note: 'seen' }],
])('%s is sent as chosen', (cause, sent) => {
  expect(answerOf(given(cause))).toEqual(sent);
});

test('what was wrong is added to the cause that was named before, of the verdict that was read then', () => {
  expect(answerBeside(confirmed, given('', 'deploy'))).toEqual({
    ...{ answer: 'confirmed', cause: confirmed.cause, note: '', faultKind: 'deploy', version: 3 },
  });
  expect(answerBeside(confirmed, given('product:cart', 'deploy'))).toMatchObject({ answer: 'corrected' });
});

test('nothing is sent where nothing is said, and what was wrong is not lost where nobody was named', () => {
  expect(answerBeside(confirmed, given(''))).toBeNull();
  expect(answerBeside(null, given(''))).toBeNull();
  expect(answerBeside(null, given('', 'deploy'))).toBe('no cause');
});
