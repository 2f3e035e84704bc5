import { describe, expect, test } from 'vitest';
import { differences } from './difference.ts';
import { evaluate, type StatedTurns } from './evaluate.ts';

const span = { from: Date.parse('2026-11-25T22:00:00Z'), to: Date.parse('2027-11-24T22:00:00Z') };
const anchor = '2026-01-05T09:00:00Z';
const [hourS, dayS] = [3_600, 86_400];

const turns = (parts: Partial<StatedTurns>): StatedTurns => ({
  from: Date.parse(anchor),
  to: null,
  anchor: Date.parse(anchor),
  turnSeconds: 7 * dayS,
  byWallClock: true,
  people: [['ada'], ['bo'], ['cy']],
  windows: [],
  ...parts,
});

const layer = {
  name: 'l',
  start: anchor,
  handoff: { type: 'weekly' as const, length: 1 },
  participants: ['ada', 'bo', 'cy'],
  restrictions: [],
};

describe.each(['Europe/London', 'America/Denver', 'Australia/Lord_Howe', 'Asia/Kolkata'])(
  'in %s',
  (timezone) => {
    const rules = { timezone, combine: 'precedence' as const, overrides: [], fallback: [] };
    const stated = { timeZone: timezone, combine: 'precedence' as const, takes: [] };

    test('rules asked apart and our schedule code have the same people at every instant of a year', () => {
      const weeks = evaluate({ ...stated, turns: [turns({})] }, span);
      expect(differences({ ...rules, layers: [layer] }, weeks, span)).toEqual([]);
      const nights = evaluate(
        {
          ...stated,
          turns: [
            turns({}),
            turns({
              turnSeconds: dayS,
              people: [['dan']],
              windows: [{ period: 'day', start: 20 * hourS, seconds: 10 * hourS }],
            }),
          ],
        },
        span,
      );
      const night = {
        ...layer,
        handoff: { type: 'daily' as const, length: 1 },
        participants: ['dan'],
        restrictions: [
          { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as ('MO' | 'TU')[], from: '20:00', to: '06:00' },
        ],
      };
      expect(differences({ ...rules, layers: [layer, night] }, nights, span)).toEqual([]);
    });

    test('a rule that was carried over wrongly is seen', () => {
      const shifted = { ...layer, participants: ['bo', 'ada', 'cy'] };
      const weeks = evaluate({ ...stated, turns: [turns({})] }, span);
      expect(differences({ ...rules, layers: [shifted] }, weeks, span).length).toBeGreaterThan(30);
    });
  },
);

test('turns that are no whole days go by elapsed time, over changes of clocks', () => {
  const found = evaluate(
    {
      timeZone: 'Europe/London',
      combine: 'union',
      takes: [],
      turns: [turns({ turnSeconds: 5 * hourS, byWallClock: false })],
    },
    span,
  );
  const rules = { timezone: 'Europe/London', combine: 'union' as const, overrides: [], fallback: [] };
  const hourly = { ...layer, handoff: { type: 'hourly' as const, length: 5 } };
  expect(differences({ ...rules, layers: [hourly] }, found, span)).toEqual([]);
});

test('whoever takes over is on alone, and a turn with nobody has nobody', () => {
  const takes = [{ user: 'zed', start: '2026-12-24T10:00:00.000Z', end: '2026-12-25T10:00:00.000Z' }];
  const found = evaluate(
    { timeZone: 'Etc/UTC', combine: 'union', takes, turns: [turns({ people: [['ada'], []] })] },
    span,
  );
  const during = found.filter(({ start }) => start >= '2026-12-24T10' && start < '2026-12-25T10');
  expect(new Set(during.map(({ user }) => user))).toEqual(new Set(['zed']));
  expect(new Set(found.map(({ user }) => user))).toEqual(new Set(['ada', 'zed']));
});
