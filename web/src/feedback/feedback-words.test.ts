import { expect, test } from 'vitest';
import { notSentText, tallyText, timeText, waitingText } from './feedback-words.ts';

test.each([
  [{ yes: 0, partly: 0, no: 0 }, 'nobody answered'],
  [{ yes: 3, partly: 1, no: 1 }, '3 of 5 found it (60 %)'],
])('%j: %s', (tally, text) => {
  expect(tallyText(tally)).toBe(text);
});

test.each([
  [{ timed: 0, medianWithinSeconds: null }, '–'],
  [{ timed: 4, medianWithinSeconds: null }, 'too few times'],
  [{ timed: 5, medianWithinSeconds: 30 }, 'half within 30 s (of 5)'],
  [{ timed: 5, medianWithinSeconds: 180 }, 'half within 3 min (of 5)'],
  [{ timed: 9, medianWithinSeconds: null }, 'half took over 10 min (of 9)'],
])('%j: %s', (tally, text) => {
  expect(timeText(tally)).toBe(text);
});

test('nobody is thanked for an answer that was not taken, and what left no form is not said to be in it', () => {
  const { toast, failure } = notSentText('taken');
  expect([toast, failure]).toEqual(['Thank you.', null]);
  for (const result of ['kept', 'kept-in-page'] as const)
    expect(notSentText(result)).toEqual({
      toast: expect.stringMatching(/^Not sent yet/) as string,
      failure: null,
    });
  for (const result of ['full', { refused: 'It is still here.' }] as const)
    expect(notSentText(result)).toEqual({
      toast: null,
      failure: expect.stringMatching(/still here/) as string,
    });
  expect([waitingText(1), waitingText(2)]).toEqual([
    '1 answer is not sent yet',
    '2 answers are not sent yet',
  ]);
});
