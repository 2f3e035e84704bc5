import type { Share, TimeMeasure } from '@fieldmarshal/contract/insights';
import { durationText } from '../ui/time-text.ts';

export const measureWords: Readonly<Record<TimeMeasure, { name: string; means: string }>> = {
  detect: { name: 'Detect', means: 'from the first sign of an alert to the declaration' },
  acknowledge: { name: 'Acknowledge', means: 'from the declaration until somebody is on it' },
  marshal: { name: 'Field Marshal', means: 'until somebody leads it' },
  assess: { name: 'First assessment', means: 'until a person said how bad it is or whom it hits' },
  message: { name: 'First message', means: 'until something was sent to people outside' },
  mitigate: { name: 'Mitigate', means: 'until it was being watched, else until it was resolved' },
  resolve: { name: 'Resolve', means: 'until it was resolved, for the last time' },
};

export const bandWords = ['1 min', '5 min', '15 min', '1 h', '4 h', '1 d', 'more'] as const;

/** `12 of 40 (30 %)`; never a share of nothing. */
export function shareText({ part, of }: Pick<Share, 'part' | 'of'>): string {
  return of === 0 ? '– (none)' : `${part} of ${of} (${Math.round((part / of) * 100)} %)`;
}

/** What it was before, in words; nothing where nothing was. */
export function beforeText({ before }: Share): string {
  return before.of === 0 ? 'nothing to compare before' : `before: ${shareText(before)}`;
}

export function msText(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 0 ? `−${durationText(-ms)}` : durationText(ms);
}

/** `1,234,567`; minutes of many users are read better in thousands. */
export function countText(n: number): string {
  return Math.round(n).toLocaleString('en-GB');
}
