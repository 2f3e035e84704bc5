import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { zoneOf } from './zone.ts';

const zones = [
  'Etc/UTC',
  'Europe/London',
  'America/Denver',
  'America/St_Johns',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Pacific/Chatham',
  'America/Scoresbysund',
];
const wall = fc.integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2045, 0, 1) / 60_000 });

function temporal(zone: string, wallMs: number): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime();
  return plain.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

test('wall clocks resolve as Temporal does, minute by minute around every change of clocks', () => {
  for (const name of zones) {
    const zone = zoneOf(name);
    let at = Temporal.ZonedDateTime.from(`2009-06-01T00:00[${name}]`);
    for (let changes = 0; changes < 12; changes += 1) {
      const next = at.getTimeZoneTransition('next');
      if (!next || next.year > 2030) break;
      for (let minute = -180; minute <= 180; minute += 7) {
        const wallMs = zone.wallAt(next.epochMilliseconds) + minute * 60_000;
        expect(zone.instantOf(wallMs), `${name} ${new Date(wallMs).toISOString()}`).toBe(
          temporal(name, wallMs),
        );
      }
      at = next;
    }
  }
});

test('any wall clock resolves as Temporal does', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), wall, (name, minutes) => {
      expect(zoneOf(name).instantOf(minutes * 60_000)).toBe(temporal(name, minutes * 60_000));
    }),
    { numRuns: 2_000 },
  );
});

test('a whole day that a zone skipped moves forward by that day', () => {
  const apia = zoneOf('Pacific/Apia');
  expect(new Date(apia.instantOf(Date.UTC(2011, 11, 30, 12))).toISOString()).toBe('2011-12-30T22:00:00.000Z');
});

test('a zone nobody knows is refused', () => {
  expect(() => zoneOf('Mars/Olympus')).toThrow(RangeError);
});
