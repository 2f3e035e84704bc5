import { expect, test } from 'vitest';
import { answerCases } from './neutral-form.ts';

const schedule = {
  timezone: 'Europe/Paris',
  layers: [
    {
      name: 'base',
      start: '2027-03-15T08:00:00Z',
      handoff: { type: 'weekly', length: 1 },
      participants: ['Ada L', 'bo'],
    },
  ],
  overrides: [{ kind: 'take', user: 'cy', start: '2027-03-27T20:00:00Z', end: '2027-03-28T20:00:00Z' }],
  fallback: 'zed',
};

test('answers what each case asks for, and nothing else', () => {
  const range = { from: '2027-03-14T00:00:00Z', to: '2027-03-30T00:00:00Z' };
  expect(
    answerCases({
      cases: [
        {
          id: 'one',
          schedule,
          queries: [{ at: '2027-03-22T07:59:59Z' }],
          gap_check: range,
          timeline_check: range,
        },
        { id: 'two', schedule: { ...schedule, fallback: [] }, gap_check: range },
      ],
    }),
  ).toEqual({
    one: {
      queries: [['Ada L']],
      gaps: [],
      timeline: [
        ['2027-03-14T00:00:00Z', '2027-03-15T08:00:00Z', ['zed']],
        ['2027-03-15T08:00:00Z', '2027-03-22T08:00:00Z', ['Ada L']],
        ['2027-03-22T08:00:00Z', '2027-03-27T20:00:00Z', ['bo']],
        ['2027-03-27T20:00:00Z', '2027-03-28T20:00:00Z', ['cy']],
        ['2027-03-28T20:00:00Z', '2027-03-29T07:00:00Z', ['bo']],
        ['2027-03-29T07:00:00Z', '2027-03-30T00:00:00Z', ['Ada L']],
      ],
    },
    two: { queries: [], gaps: [['2027-03-14T00:00:00Z', '2027-03-15T08:00:00Z']] },
  });
});

test('says why a case cannot be answered, without giving up on the others', () => {
  const answers = answerCases({
    cases: [
      {
        id: 'zone',
        schedule: { ...schedule, timezone: 'Mars/Olympus' },
        queries: [{ at: '2027-03-22T00:00:00Z' }],
      },
      { id: 'shape', schedule: { timezone: 'Etc/UTC', layers: [{ name: 'x' }] } },
      { id: 'good', schedule, queries: [{ at: '2027-03-22T08:00:00Z' }] },
    ],
  });
  expect(answers).toMatchObject({
    zone: { unsupported: expect.stringMatching(/mars\/olympus/i) as unknown },
    shape: { unsupported: expect.stringContaining('participants') as unknown },
    good: { queries: [['bo']] },
  });
});
