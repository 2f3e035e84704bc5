import fc from 'fast-check';
import type { ScheduleRules } from '../core/shifts.ts';

type Layer = ScheduleRules['layers'][number];
type Restriction = Layer['restrictions'][number];

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const zones = [
  'Etc/UTC',
  'Europe/London',
  'America/Denver',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kolkata',
];
const first = Date.UTC(2026, 0, 1);
const last = Date.UTC(2028, 0, 1);

const instantMs = fc
  .integer({ min: first / 900_000, max: last / 900_000 })
  .map((quarter) => quarter * 900_000);
const instant = instantMs.map((ms) => new Date(ms).toISOString());
const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
  const minutes = quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const startTime = time.filter((text) => text !== '24:00');
const person = fc.constantFrom('ada', 'bo', 'cy', 'dee', 'eve');
const restriction: fc.Arbitrary<Restriction> = fc.oneof(
  fc.record({ days: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }), from: startTime, to: time }),
  fc.record({
    from_day: fc.constantFrom(...days),
    from: startTime,
    to_day: fc.constantFrom(...days),
    to: time,
  }),
);
const layer: fc.Arbitrary<Layer> = fc.record({
  name: fc.constant('layer'),
  timezone: fc.constantFrom(undefined, ...zones),
  start: instant,
  end: fc.option(instant, { nil: undefined }),
  anchor: fc.option(instant, { nil: undefined }),
  handoff: fc.record({
    type: fc.constantFrom('none', 'hourly', 'daily', 'weekly', 'monthly'),
    length: fc.integer({ min: 1, max: 5 }),
  }),
  participants: fc.array(fc.oneof(person, fc.uniqueArray(person, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  }),
  restrictions: fc.array(restriction, { maxLength: 3 }),
});
const override = fc.record({
  kind: fc.constantFrom('take', 'replace', 'add', 'remove'),
  user: person,
  start: instant,
  end: instant,
  replaces: person,
});
/** Rules of every kind, over two years in zones that change their clocks in many ways. */
export const anyRota: fc.Arbitrary<ScheduleRules> = fc.record({
  timezone: fc.constantFrom(...zones),
  combine: fc.constantFrom('precedence', 'union'),
  layers: fc.array(layer, { maxLength: 3 }),
  overrides: fc.array(override, { maxLength: 5 }),
  fallback: fc.uniqueArray(person, { maxLength: 1 }),
});
export const anyRange = fc
  .tuple(instantMs, fc.integer({ min: 1, max: 60 * 96 }))
  .map(([from, quarters]) => ({ from, to: from + quarters * 900_000 }));
