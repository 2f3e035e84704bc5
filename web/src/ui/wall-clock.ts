const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

export function isZone(name: string): boolean {
  try {
    return formatOf(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Every zone this browser knows, for choosing; UTC first. */
export function zoneNames(): string[] {
  return ['Etc/UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
}

/** What a zone's clock shows at an instant, as a `datetime-local` field has it: `2026-11-26T09:00`. */
export function wallText(instant: string, zone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16);
}

/**
 * The instant at which a zone's clock shows this; null where the text is not a whole one. One that does not exist moves forward by the
 * gap, one that exists twice means the first, as everywhere (`docs/schedules.md`).
 */
export function instantOfWall(text: string, zone: string): string | null {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wall)) return null;
  const before = offsetAt(wall - dayMs, zone);
  const after = offsetAt(wall + dayMs, zone);
  const first = wall - before;
  if (before === after || offsetAt(first, zone) === before) return new Date(first).toISOString();
  const second = wall - after;
  return new Date(offsetAt(second, zone) === after ? second : first).toISOString();
}

/** Milliseconds that a zone's clock is ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
