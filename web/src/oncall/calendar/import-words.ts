import type { ImportedCalendar } from '@fieldmarshal/contract/oncall/feeds';

/** `3 of 4 events become overrides; 1 is left out`. */
export function countsText(events: ImportedCalendar['events']): string {
  const good = events.filter(({ problem }) => problem === '').length;
  const left = events.length - good;
  const head =
    events.length === 1
      ? good === 1
        ? 'The one event becomes an override'
        : 'The one event becomes none'
      : `${good} of ${events.length} events become overrides`;
  if (left === 0 || events.length === 1) return `${head}.`;
  return `${head}; ${left} ${left === 1 ? 'is' : 'are'} left out.`;
}
