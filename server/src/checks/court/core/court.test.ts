import { describe, expect, test } from 'vitest';
import { rule, weigh, type Judged } from './court.ts';

const hour = 3_600_000;
const now = 1_000 * hour;
const times = (letters: string, from = now - 100 * hour): Judged[] =>
  letters.split('').map((letter, index) => ({
    startedAt: from + index * hour,
    endedAt: from + (index + 0.5) * hour,
    passedAt: from + index * hour - 60_000,
    verdict: letter === 'r' ? 'real' : letter === 'f' ? 'false' : null,
  }));

describe('the right to page', () => {
  test.each([
    ['rrfff', 'demoted'],
    ['rrfff??', 'demoted'],
    ['rrrff', 'stays'],
    ['ffff', 'stays'],
    ['', 'stays'],
  ])('after %s it is %s', (letters, ruling) => {
    expect(rule(times(letters), null, now).ruling).toBe(ruling);
  });

  test.each([
    ['rrr', 'restored'],
    ['rrrrf', 'restored'],
    ['rrf', 'stays'],
    ['rr', 'stays'],
  ])('is won back by %s: %s', (letters, ruling) => {
    const since = now - 50 * hour;
    const before = times('fffff', since - 20 * hour);
    const demotion = { since, until: now + hour };
    expect(rule([...before, ...times(letters, since)], demotion, now).ruling).toBe(ruling);
  });

  test('comes back by itself after two weeks, whatever was seen', () => {
    const { ruling, ...rest } = rule(times('fffff'), null, now);
    expect([ruling, rest]).toEqual(['demoted', expect.objectContaining({ until: now + 14 * 24 * hour })]);
    expect(rule([], { since: 0, until: now }, now)).toEqual({ ruling: 'restored', by: 'expired' });
  });
});

test('incidents that it saw, saw first and missed are told apart, with what they are counted of', () => {
  const [first] = times('r', now - 10 * hour);
  if (!first) throw new Error('one was made');
  const incidents = [
    { declaredAt: first.startedAt + 60_000, endedAt: now },
    { declaredAt: first.startedAt - 60_000, endedAt: first.startedAt + 1 },
    { declaredAt: now - 50 * hour, endedAt: now - 49 * hour },
  ];
  expect(weigh([first], incidents, now)).toEqual({
    judged: 1,
    real: 1,
    precision: { value: 1, of: 1 },
    recall: { value: 2 / 3, of: 3 },
    beforePeople: { value: 1 / 3, of: 3 },
    detectSeconds: { p50: 60, of: 1 },
  });
  expect(weigh([], [], now)).toMatchObject({ precision: { value: null, of: 0 }, recall: { value: null } });
});
