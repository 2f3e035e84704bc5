const parts = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?(?:[Zz]|([+-]\d\d):?(\d\d))?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 instant whose day exists; without a zone it is UTC, without seconds the full minute, finer than
 * milliseconds is cut. `null` for anything else, also 24:00 and leap seconds.
 */
export function instantAt(text: string): number | null {
  const found = text.length <= 64 ? parts.exec(text) : null;
  if (!found) return null;
  const [, year = '', month = '', day = '', minute = '', second = ':00', fraction = '', hours, minutes] =
    found;
  if (minute.startsWith('24') || Number(day) > daysIn(Number(year), Number(month))) return null;
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`;
  const time = Date.parse(
    `${year}-${month}-${day}T${minute}${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`,
  );
  return Number.isNaN(time) ? null : time;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
