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

const base = schedule.layers[0];
const at = [{ at: '2027-03-22T07:59:59Z' }];

test.each<[string, object]>([
  ['an hour that no clock shows', { restrictions: [{ days: ['MO'], from: '25:00', to: '26:00' }] }],
  ['a day that no week has', { restrictions: [{ days: ['FUNDAY'], from: '00:00', to: '06:00' }] }],
  [
    'a window of both kinds',
    { restrictions: [{ days: ['MO'], from_day: 'MO', from: '00:00', to: '06:00' }] },
  ],
  ['a hand-off of no length', { handoff: { type: 'daily', length: 0 } }],
  ['half a hand-off', { handoff: { type: 'daily', length: 1.5 } }],
  ['a hand-off that nobody knows', { handoff: { type: 'yearly', length: 1 } }],
  ['a layer that ends before it begins', { end: '2020-01-01T00:00:00Z' }],
  ['a key that may be a rule', { holidays: ['2027-03-22'] }],
  ['a nameless participant', { participants: [''] }],
])('%s is unsupported, never answered wrongly', (_, part) => {
  const answers = answerCases({
    cases: [{ id: 'odd', schedule: { ...schedule, layers: [{ ...base, ...part }] }, queries: at }],
  });
  expect(answers['odd']).toEqual({ unsupported: expect.any(String) as unknown });
});

test.each<[string, object]>([
  ['replaces nobody', { kind: 'replace', user: 'cy' }],
  ['ends before it begins', { kind: 'take', user: 'cy', start: '2027-03-29T00:00:00Z' }],
])('an override that %s is unsupported', (_, part) => {
  const overrides = [{ start: '2027-03-20T00:00:00Z', end: '2027-03-28T00:00:00Z', ...part }];
  const answers = answerCases({ cases: [{ id: 'odd', schedule: { ...schedule, overrides }, queries: at }] });
  expect(answers['odd']).toEqual({ unsupported: expect.any(String) as unknown });
});

test('a question that cannot be understood spoils no other case', () => {
  const answers = answerCases({
    cases: [
      { id: 'when', schedule, queries: [{ at: 'yesterday' }] },
      { id: 'backward', schedule, gap_check: { from: '2027-02-01T00:00:00Z', to: '2027-01-01T00:00:00Z' } },
      { id: 'good', schedule, queries: at },
    ],
  });
  expect(answers).toMatchObject({
    when: { unsupported: expect.any(String) as unknown },
    backward: { unsupported: expect.any(String) as unknown },
    good: { queries: [['Ada L']] },
  });
});

test('layers and slots without anybody are holes', () => {
  const layers = [
    { ...base, participants: [] },
    { ...base, participants: [[], ['cy', 'bo']] },
  ];
  expect(
    answerCases({
      cases: [
        {
          id: 'empty',
          schedule: { timezone: 'UTC', combine: 'union', layers },
          queries: [{ at: '2027-03-16T00:00:00Z' }, { at: '2027-03-23T00:00:00Z' }],
        },
        { id: 'none', schedule: { timezone: 'UTC', layers: [] }, queries: at },
      ],
    }),
  ).toEqual({ empty: { queries: [[], ['bo', 'cy']] }, none: { queries: [[]] } });
});
