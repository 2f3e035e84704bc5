import type { Spec } from '@fieldmarshal/contract/catalog';
import { nextWork, workTimeText, zoneOf } from '@fieldmarshal/contract/time';
import { isZone } from '../ui/wall-clock.ts';

type WorkTime = Spec<'MaintenanceWindow'>['times'][number];
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
type Weekday = (typeof weekdays)[number];

/** Times of work that come again, as typed. */
export interface WorkForm {
  title: string;
  products: string[];
  environments: string[];
  checks: string[];
  repeats: 'week' | 'dates' | 'nth';
  days: Weekday[];
  /** Days of the month: `1, 15, last`. */
  dates: string;
  /** `1` to `5`, or `last`. */
  nth: string;
  from: string;
  to: string;
  timeZone: string;
}

export function blankWork(timeZone: string): WorkForm {
  return {
    title: '',
    products: [],
    environments: [],
    checks: [],
    repeats: 'week',
    days: ['SU'],
    dates: '1',
    nth: 'last',
    from: '02:00',
    to: '04:00',
    timeZone,
  };
}

/** What is still to be said before it means something. */
export function missingInWork(form: WorkForm): string | undefined {
  if (form.title.trim() === '') return 'Say what is done';
  if (nameOfWork(form.title) === '') return 'Say what is done in letters or digits';
  if (form.products.length + form.environments.length + form.checks.length === 0)
    return 'Choose a product, an environment or a check';
  return timesMissing(form);
}

function timesMissing({ repeats, days, dates, from, to, timeZone }: WorkForm): string | undefined {
  if (repeats !== 'dates' && days.length === 0) return 'Choose at least one day';
  if (repeats === 'dates' && datesOf(dates) === null) return 'Days of the month are 1 to 31, or last';
  if (from === '' || to === '') return 'Say from when until when';
  return isZone(timeZone) ? undefined : 'Choose a time zone';
}

function datesOf(text: string): (number | 'last')[] | null {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter(Boolean);
  const dates = words.map((word) => (word === 'last' ? 'last' : Number(word)));
  const areDates = dates.every(
    (date) => date === 'last' || (Number.isInteger(date) && date >= 1 && date <= 31),
  );
  return dates.length > 0 && areDates ? dates : null;
}

function timeOf({ repeats, days, dates, nth, from, to }: WorkForm): WorkTime {
  const hours = { from, to };
  if (repeats === 'dates') return { dates: datesOf(dates) ?? ['last'], ...hours };
  if (repeats === 'nth') return { nth: [nth === 'last' ? 'last' : Number(nth)], days: [...days], ...hours };
  return { days: [...days], ...hours };
}

export function specOfWork(form: WorkForm): object {
  const { title, products, environments, checks, timeZone } = form;
  return { displayName: title.trim(), products, environments, checks, timeZone, times: [timeOf(form)] };
}

/** As an object of the catalog is named. */
export function nameOfWork(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replaceAll(/-+$/g, '');
}

/** The rule in words, and the next windows; null while something of it is missing. */
export function previewOfWork(
  form: WorkForm,
  now: number,
): { words: string; next: { from: number; to: number }[] } | null {
  if (timesMissing(form) !== undefined) return null;
  const time = timeOf(form);
  return { words: workTimeText(time), next: nextWork([time], zoneOf(form.timeZone), { now, count: 5 }) };
}
