interface LocalTime {
  /** 0–23. */
  readonly hour: number;
  readonly weekend: boolean;
  /** The day on which the night began that this falls into (22–7), `2026-11-26`; null by day. */
  readonly night: string | null;
  /** How many minutes of that night had passed, 0–539; null by day. */
  readonly nightMinute: number | null;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const nightFrom = 22;
const nightTo = 7;
export const nightMinutes = (24 - nightFrom + nightTo) * 60;
const dayMs = 86_400_000;

/** An instant (milliseconds since 1970) on the wall clock of a zone. */
export function localTimeOf(at: number, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const hour = Number(parts['hour']);
  const date = Date.UTC(Number(parts['year']), Number(parts['month']) - 1, Number(parts['day']));
  const isNight = hour >= nightFrom || hour < nightTo;
  const began = hour < nightTo ? date - dayMs : date;
  return {
    hour,
    weekend: ['Sat', 'Sun'].includes(parts['weekday'] ?? ''),
    night: isNight ? new Date(began).toISOString().slice(0, 10) : null,
    nightMinute: isNight ? ((hour + 24 - nightFrom) % 24) * 60 + Number(parts['minute']) : null,
  };
}

/** Making one costs more than a thousand uses. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    weekday: 'short',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
}
