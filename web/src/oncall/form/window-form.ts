import type { Spec } from '@fieldmarshal/contract/catalog';
import { rowId, type Row } from './rows.ts';

export type ActiveWindow = Spec<'Schedule'>['layers'][number]['restrictions'][number];
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export const weekdayWords: Readonly<Record<Weekday, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

/** A stretch of the week as typed: the same hours on some days, or one stretch from a day to another. */
export interface WindowForm extends Row {
  kind: 'daily' | 'weekly';
  days: readonly Weekday[];
  fromDay: Weekday;
  from: string;
  toDay: Weekday;
  to: string;
}

export function blankWindow(): WindowForm {
  const days = weekdays.slice(0, 5);
  return { id: rowId(), kind: 'daily', days, fromDay: 'FR', from: '09:00', toDay: 'MO', to: '17:00' };
}

export function windowForm(window: ActiveWindow): WindowForm {
  const { from, to } = window;
  const blank = { ...blankWindow(), from, to };
  if ('days' in window) return { ...blank, kind: 'daily', days: window.days };
  return { ...blank, kind: 'weekly', fromDay: window.from_day, toDay: window.to_day };
}

export function windowOf({ kind, days, fromDay, from, toDay, to }: WindowForm): ActiveWindow {
  return kind === 'daily' ? { days: [...days], from, to } : { from_day: fromDay, from, to_day: toDay, to };
}

/** What is still to be said before a window means something; `path` as in the spec. */
export function missingInWindow({ kind, days, from, to }: WindowForm, path: string) {
  return [
    ...(kind === 'daily' && days.length === 0
      ? [{ path: `${path}.days`, message: 'Choose at least one day' }]
      : []),
    ...(from === '' ? [{ path: `${path}.from`, message: 'Say from when' }] : []),
    ...(to === '' ? [{ path: `${path}.to`, message: 'Say until when' }] : []),
  ];
}
