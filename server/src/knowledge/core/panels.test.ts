import { describe, expect, test } from 'vitest';
import { fillLink, fillQuery, type Filling } from './fill.ts';
import { linesOf, stepOf } from './lines.ts';
import { spanOf } from './span.ts';

const now = Date.parse('2026-11-26T12:00:00.000Z');
const span = { from: now - 3_600_000, to: now };
const filling: Filling = {
  incident: 'INC-7',
  product: 'payments',
  environment: 'eu-prod',
  region: undefined,
  variables: { grafana: 'https://grafana.example/', team: 'a"b\\c&d', product: 'not this' },
};

describe('the time of an incident', () => {
  const declaredAt = '2026-11-26T11:00:00.000Z';
  const shown = (resolvedAt: string | null, lead: number) => {
    const { from, to } = spanOf({ declaredAt, resolvedAt }, lead, now);
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  };

  test('begins before it and ends now while it is open, else a quarter of an hour after its end but never in the future', () => {
    expect(shown(null, 30)).toEqual(['2026-11-26T10:30:00.000Z', '2026-11-26T12:00:00.000Z']);
    expect(shown('2026-11-26T11:20:00.000Z', 0)).toEqual([declaredAt, '2026-11-26T11:35:00.000Z']);
    expect(shown('2026-11-26T11:59:00.000Z', 0)[1]).toBe('2026-11-26T12:00:00.000Z');
  });

  test('is never empty and never more than two weeks', () => {
    const young = spanOf({ declaredAt: new Date(now).toISOString(), resolvedAt: null }, 0, now);
    expect(young.to - young.from).toBe(60_000);
    const old = spanOf({ declaredAt: '2026-01-01T00:00:00.000Z', resolvedAt: null }, 60, now);
    expect(old).toEqual({ from: now - 14 * 86_400_000, to: now });
    expect(stepOf(old)).toBe(4_032);
    expect(stepOf(young)).toBe(15);
  });
});

describe('filling', () => {
  test('a link begins at a variable of the environment, and values are encoded so that none adds a parameter', () => {
    expect(
      fillLink('{{grafana}}/d/x?var={{ product }}&t={{team}}&from={{fromMs}}&to={{toS}}', filling, span),
    ).toEqual({
      text: `https://grafana.example/d/x?var=payments&t=a%22b%5Cc%26d&from=${now - 3_600_000}&to=${now / 1_000}`,
    });
  });

  test('what is missing is said, once for each', () => {
    expect(fillLink('https://x/{{region}}/{{what}}/{{what}}', filling, span)).toEqual({
      problem: 'The environment eu-prod has no region. The environment eu-prod has no variable what.',
    });
    expect(fillQuery('{{product}}', { ...filling, product: null }, 15)).toEqual({
      problem: 'The incident names no product.',
    });
  });

  test.each(['javascript:alert(1)', 'https://user@host/'])('a variable cannot make a link of %s', (bad) => {
    const hostile = { ...filling, variables: { grafana: bad } };
    expect(fillLink('{{grafana}}', hostile, span)).toEqual({
      problem: 'What comes of it is no web address.',
    });
  });

  test('a value cannot end the quoted string of a query, and an interval covers four steps', () => {
    expect(fillQuery('rate(x{t="{{team}}"}[{{interval}}])', filling, 60)).toEqual({
      text: String.raw`rate(x{t="a\"b\\c&d"}[240s])`,
    });
  });
});

describe('lines of an answer', () => {
  const answer = (result: unknown) => ({ status: 'success', data: { resultType: 'matrix', result } });
  const options = { legend: 'pod', stepSeconds: 60 };

  test('have a hole where steps are missing or are no number, and are named by the legend or by all labels', () => {
    const drawn = linesOf(
      answer([
        {
          metric: { __name__: 'up', pod: 'a' },
          values: [
            [0, '1'],
            [60, 'NaN'],
            [300, '2'],
          ],
        },
        { metric: { __name__: 'up', job: 'b' }, values: [[0, '9']] },
      ]),
      options,
    );
    expect(drawn).toEqual({
      lines: [
        { name: 'job=b', points: [[0, 9]] },
        {
          name: 'a',
          points: [
            [0, 1],
            [60_000, null],
            [120_000, null],
            [300_000, 2],
          ],
        },
      ],
      more: 0,
    });
  });

  test('are the ten highest; anything but a range is none', () => {
    const many = Array.from({ length: 13 }, (_, index) => ({
      metric: { pod: `${index}` },
      values: [[0, `${index}`]],
    }));
    const drawn = linesOf(answer(many), options);
    expect(drawn?.lines.map(({ name }) => name)).toEqual([
      '12',
      '11',
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
    ]);
    expect(drawn?.more).toBe(3);
    expect(linesOf({ status: 'error' }, options)).toBeNull();
  });
});
