import { describe, expect, test } from 'vitest';
import { instantOfWall, isZone, wallText } from './wall-clock.ts';

describe('a wall clock in a zone', () => {
  test.each([
    ['2026-11-26T09:00', 'Asia/Kolkata', '2026-11-26T03:30:00.000Z'],
    ['2026-07-01T00:00', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2027-01-01T00:00', 'Pacific/Auckland', '2026-12-31T11:00:00.000Z'],
    ['2026-11-26T09:00', 'Etc/UTC', '2026-11-26T09:00:00.000Z'],
  ])('%s in %s is %s, and back', (wall, zone, instant) => {
    expect(instantOfWall(wall, zone)).toBe(instant);
    expect(wallText(instant, zone)).toBe(wall);
  });

  test.each([
    // Clocks go from 01:00 to 02:00: what does not exist moves forward by the hour that is missing.
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
    // Clocks go back at 02:00 to 01:00: the first of the two.
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    // A change by half an hour.
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ])('a change of clocks: %s in %s is %s', (wall, zone, instant) => {
    expect(instantOfWall(wall, zone)).toBe(instant);
  });

  test('half a date is no instant, and an invented zone is none', () => {
    expect(instantOfWall('2026-11-26', 'Etc/UTC')).toBeNull();
    expect(instantOfWall('', 'Etc/UTC')).toBeNull();
    expect([isZone('Mars/Olympus'), isZone(''), isZone('Europe/Berlin')]).toEqual([false, false, true]);
  });
});
