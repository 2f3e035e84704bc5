import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Fault } from '../../catalog/editor/faults.ts';
import {
  blankWindow,
  missingInWindow,
  windowForm,
  windowOf,
  type WindowForm,
} from '../../oncall/form/window-form.ts';
import { instantOfWall, isZone, wallText } from '../../ui/wall-clock.ts';

export type WorkTime = Spec<'MaintenanceWindow'>['times'][number];

/** Times of work as typed: a stretch of the week, days of the month, or once. */
export interface TimeForm extends Omit<WindowForm, 'kind'> {
  repeats: 'week' | 'stretch' | 'dates' | 'nth' | 'once';
  /** Days of the month: `1, 15, last`. */
  dates: string;
  /** `1` to `5`, and `last`. */
  nth: readonly string[];
  start: WallForm;
  end: WallForm;
}

/** A moment as the clock on the wall shows it; the instant that it was read from, to the millisecond, while it is not changed. */
export interface WallForm {
  text: string;
  readFrom?: string;
}

export const nthChoices = ['1', '2', '3', '4', '5', 'last'] as const;

export function blankTime(): TimeForm {
  return {
    ...blankWindow(),
    repeats: 'week',
    days: ['SU'],
    from: '02:00',
    to: '04:00',
    dates: '1',
    nth: ['last'],
    start: { text: '' },
    end: { text: '' },
  };
}

export function timeForm(time: WorkTime, zone: string): TimeForm {
  const blank = blankTime();
  if ('start' in time)
    return { ...blank, repeats: 'once', start: wallForm(time.start, zone), end: wallForm(time.end, zone) };
  const { from, to } = time;
  if ('dates' in time) return { ...blank, repeats: 'dates', dates: time.dates.join(', '), from, to };
  if ('nth' in time)
    return { ...blank, repeats: 'nth', nth: time.nth.map(String), days: time.days, from, to };
  const { kind, ...window } = windowForm(time);
  return { ...blank, ...window, repeats: kind === 'daily' ? 'week' : 'stretch' };
}

export function wallForm(instant: string | undefined, zone: string): WallForm {
  return instant === undefined ? { text: '' } : { text: wallText(instant, zone), readFrom: instant };
}

/** Null where nothing, or nothing whole, is typed. */
export function instantIn({ text, readFrom }: WallForm, zone: string): string | null {
  if (!isZone(zone)) return null;
  if (readFrom !== undefined && wallText(readFrom, zone) === text) return readFrom;
  return instantOfWall(text, zone);
}

export function timeOf(form: TimeForm, zone: string): WorkTime {
  const { repeats, days, dates, nth, from, to } = form;
  const hours = { from, to };
  if (repeats === 'once')
    return { start: instantIn(form.start, zone) ?? '', end: instantIn(form.end, zone) ?? '' };
  if (repeats === 'dates') return { dates: datesOf(dates) ?? ['last'], ...hours };
  if (repeats === 'nth')
    return { nth: nth.map((each) => (each === 'last' ? 'last' : Number(each))), days: [...days], ...hours };
  return windowOf({ ...form, kind: repeats === 'week' ? 'daily' : 'weekly' });
}

/** What is still to be said before a time means something; `path` as in the spec. */
export function missingInTime(form: TimeForm, zone: string, path: string): Fault[] {
  const { repeats, dates, nth } = form;
  if (repeats === 'once') return missingInOnce(form, zone, path);
  const faults = [...missingInWindow({ ...form, kind: repeats === 'stretch' ? 'weekly' : 'daily' }, path)];
  if (repeats === 'nth' && nth.length === 0)
    faults.unshift({ path: `${path}.nth`, message: 'Choose which ones of the month' });
  if (repeats !== 'dates') return faults;
  return [
    ...(datesOf(dates) === null
      ? [{ path: `${path}.dates`, message: 'Days of the month are 1 to 31, or last' }]
      : []),
    ...faults.filter((fault) => fault.path !== `${path}.days`),
  ];
}

function missingInOnce({ start, end }: TimeForm, zone: string, path: string): Fault[] {
  const [from, to] = [instantIn(start, zone), instantIn(end, zone)];
  if (from === null) return [{ path: `${path}.start`, message: 'Say from when' }];
  if (to === null) return [{ path: `${path}.end`, message: 'Say until when' }];
  return Date.parse(to) > Date.parse(from)
    ? []
    : [{ path: `${path}.end`, message: 'It must end after it begins' }];
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
