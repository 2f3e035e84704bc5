import { describe, expect, test } from 'vitest';
import { scheduleSpec } from '@fieldmarshal/contract/catalog';
import { isAsLong, returnsOf, shortRestHours } from './swap.ts';

const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const rota = (more: object = {}) =>
  scheduleSpec.parse({
    timezone: 'Europe/London',
    layers: [
      {
        name: 'week',
        start: '2026-01-05T09:00:00Z',
        handoff: { type: 'weekly' },
        participants: ['ada', 'bo', 'cy'],
      },
    ],
    ...more,
  });
/** Ada's week. */
const offered = span('2026-03-09T09:00:00Z', '2026-03-16T09:00:00Z');
const spring = span('2026-03-01T00:00:00Z', '2026-04-30T00:00:00Z');

describe('what can be given in return', () => {
  test('is each time that is as long, also a week that a change of clocks makes an hour shorter', () => {
    const [first, second, ...more] = returnsOf(rota(), {
      asker: 'ada',
      giver: 'cy',
      offered,
      within: spring,
    });
    expect([first, second, more]).toEqual([
      { ...span('2026-03-02T09:00:00Z', '2026-03-09T09:00:00Z'), whole: true },
      { ...span('2026-03-23T09:00:00Z', '2026-03-30T08:00:00Z'), whole: true },
      [{ ...span('2026-04-13T08:00:00Z', '2026-04-20T08:00:00Z'), whole: true }],
    ]);
  });

  test('is any part of a longer time, and nothing of a shorter one', () => {
    const evening = span('2026-03-10T18:00:00Z', '2026-03-10T22:00:00Z');
    const within = span('2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z');
    const swap = { asker: 'ada', giver: 'bo', offered: evening };
    expect(returnsOf(rota(), { ...swap, within })).toEqual([{ ...within, whole: false }]);
    const short = span('2026-03-17T00:00:00Z', '2026-03-17T03:59:00Z');
    expect(returnsOf(rota(), { ...swap, within: short })).toEqual([]);
  });

  test('is nothing of who is on in the time that is offered, and no time in which the asker is on as well', () => {
    const over = (user: string, start: string, end: string) =>
      rota({ overrides: [{ kind: 'add', user, start, end }] });
    const swap = { asker: 'ada', giver: 'bo', offered, within: spring };
    expect(returnsOf(over('bo', '2026-03-10T09:00:00Z', '2026-03-10T10:00:00Z'), swap)).toEqual([]);
    const starts = returnsOf(over('ada', '2026-03-17T09:00:00Z', '2026-03-17T10:00:00Z'), swap).map(
      ({ from }) => new Date(from).toISOString(),
    );
    expect(starts).toEqual(['2026-04-06T08:00:00.000Z']);
  });

  test('is never a time of the fallback', () => {
    const [start, end] = ['2026-03-02T09:00:00Z', '2026-03-09T09:00:00Z'];
    const rules = rota({ fallback: ['dee'], overrides: [{ kind: 'remove', user: 'cy', start, end }] });
    expect(returnsOf(rules, { asker: 'ada', giver: 'dee', offered, within: spring })).toEqual([]);
  });
});

test('times are as long by elapsed time or by a clock of the schedule or of a layer, and not otherwise', () => {
  const london = span('2026-03-28T09:00:00Z', '2026-03-29T08:00:00Z');
  const day = span('2026-03-27T09:00:00Z', '2026-03-28T09:00:00Z');
  expect(isAsLong(rota(), day, london)).toBe(true);
  expect(isAsLong(rota({ timezone: 'Etc/UTC' }), day, london)).toBe(false);
  expect(isAsLong(rota({ timezone: 'Etc/UTC' }), day, { from: day.from + 1, to: day.to + 1 })).toBe(true);
});

test('a rest under 11 h beside a time is told in hours, the shorter one; 11 h are enough', () => {
  const on = (...times: [string, string][]) =>
    rota({
      layers: [],
      overrides: times.map(([start, end]) => ({ kind: 'add', user: 'bo', start, end })),
    });
  const taken = span('2026-03-10T09:00:00Z', '2026-03-10T17:00:00Z');
  const itself: [string, string] = ['2026-03-10T09:00:00Z', '2026-03-10T17:00:00Z'];
  const eve: [string, string] = ['2026-03-09T12:00:00Z', '2026-03-10T01:00:00Z'];
  const next: [string, string] = ['2026-03-11T04:00:00Z', '2026-03-11T08:00:00Z'];
  expect(shortRestHours(on(itself, eve, next), 'bo', taken)).toBe(8);
  expect(shortRestHours(on(itself, next), 'bo', taken)).toBeNull();
  expect(shortRestHours(on(itself), 'bo', taken)).toBeNull();
});
