import { expect, test } from 'vitest';
import { alertKey, type Signal } from './signal.ts';
import { isAboutToTurn, unseenEpisodes } from './unseen.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const integration = { id: 'i', name: 'Prometheus' };

function signal(key: string, change: Partial<Signal> = {}): Signal {
  return {
    integration,
    source: 'alertmanager',
    action: 'fire',
    key,
    id: alertKey(integration.id, key),
    title: 'Disk full',
    labels: {},
    annotations: {},
    link: null,
    hash: 1,
    startsAt: now - 5_000,
    endsAt: null,
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: false,
    ...change,
  };
}

test('each alert is an episode of its own, in the order given', () => {
  const episodes = unseenEpisodes([signal('a'), signal('b', { endsAt: now + 5_000 })], now);
  expect(episodes?.map(({ signal: { key }, state, count }) => [key, state, count])).toEqual([
    ['a', 'firing', 1],
    ['b', 'firing', 1],
  ]);
});

test.each<[string, readonly Signal[]]>([
  ['an end', [signal('a', { action: 'resolve' })]],
  ['an acknowledgement', [signal('a', { action: 'acknowledge' })]],
  ['an alert that is over', [signal('a', { endsAt: now - 5_000 })]],
  ['an alert that may be over by the time it is stored', [signal('a', { endsAt: now + 999 })]],
  ['one alert twice', [signal('a'), signal('a')]],
  ['an end after its beginning', [signal('a'), signal('b'), signal('a', { action: 'resolve' })]],
])('%s needs more than that', (_what, signals) => {
  expect(unseenEpisodes(signals, now)).toBeNull();
});

test.each([
  [-1_000, false],
  [-999, true],
  [999, true],
  [1_000, false],
])('a silence that begins or ends %i ms from now is about to turn: %s', (offset, expected) => {
  const rule = { id: 's', matchers: [], products: [], environments: [], integration: null };
  const far = 3_600_000;
  expect(isAboutToTurn({ ...rule, startsAt: now + offset, endsAt: now + far }, now)).toBe(expected);
  expect(isAboutToTurn({ ...rule, startsAt: now - far, endsAt: now + offset }, now)).toBe(expected);
});
