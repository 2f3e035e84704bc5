import { fewMax, timeMeasures } from '@fieldmarshal/contract/insights/words';
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

/** `, few` where a quantile of so many values means little. */
export function fewText(n: number): string {
  return n > 0 && n < fewMax ? ', few' : '';
}

export function msText(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 0 ? `−${durationText(-ms)}` : durationText(ms);
}

/** `1,234,567`; minutes of many users are read better in thousands. */
export function countText(n: number): string {
  return Math.round(n).toLocaleString('en-GB');
}

/** What a number counts, for the title of its list: `resolve:3` is `Resolve, up to 1 h`. */
export function behindWords(behind: string): string {
  const [head = '', ...rest] = behind.split(':');
  const which = rest.join(':');
  const measure = timeMeasures.find((one) => one === head);
  if (measure !== undefined) return `${measureWords[measure].name}${bandText(which)}`;
  if (head === 'person' || head === 'hub') return pagesWords(head, rest);
  if (head === 'cause') return `caused by ${rest.slice(1).join(':')}`;
  if (head === 'rule') return `alerts of ${which}`;
  if (head === 'rule-led') return `alerts of ${which}, in which people found something`;
  if (head === 'product' || head === 'customer')
    return `user-minutes of ${which === '' ? 'no product' : which}`;
  return numberWords[behind] ?? behind.replaceAll('-', ' ');
}

const numberWords: Readonly<Record<string, string>> = {
  incidents: 'all of them',
  open: 'still open',
  'before-users': 'found before users told us',
  'after-users': 'found by people',
  'found-check': 'found by our checks',
  'found-monitoring': 'found by other monitoring',
  'false-alarm:pages': 'pages of false alarms',
  'false-alarm:night': 'pages of false alarms at night',
  'false-alarm:minutes': 'what people spent on false alarms',
  'cause-known': 'whose cause is known',
  'impact-known': 'of which is known how many users were hit',
  'actions-agreed': 'with actions',
  'actions-done': 'with actions that are done',
  'actions-dropped': 'with actions that were dropped',
  'rca-assessed': 'looked at for a deep analysis',
  'no-action': 'over without any action',
  'rca-flagged': 'flagged for a deep analysis',
  'rca-accepted': 'with a deep analysis that was asked for',
  'rca-waiting': 'waiting for an answer on a deep analysis',
  'rca-dismissed': 'whose deep analysis is not needed',
  'rca-done': 'whose deep analysis is done',
  'rca-overdue': 'whose deep analysis is overdue',
};

function bandText(which: string): string {
  if (which === '') return '';
  if (which === 'none') return ', did not happen or nobody knows';
  if (which === 'negative') return ', below zero';
  const band = Number(which);
  return band === bandWords.length - 1 ? ', more than 1 d' : `, up to ${bandWords[band] ?? which}`;
}

function pagesWords(head: 'person' | 'hub', [name = '', which]: readonly string[]): string {
  const of = head === 'hub' && name === '' ? 'people of no hub' : name;
  const when =
    which === undefined
      ? ''
      : which === 'night'
        ? ' at night'
        : which === 'out'
          ? ' out of hours'
          : ` between ${which} and ${Number(which) + 1}`;
  return `pages of ${of}${when}`;
}
