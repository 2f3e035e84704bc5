import { nextWork, workTimeText, workWindows, zoneOf } from '@fieldmarshal/contract/time';
import { timesMissing, workOf, type WorkForm, type WorkSpec } from './work-form.ts';

interface Span {
  from: number;
  to: number;
}

const shownMax = 5;

/** The rules in words, and the next windows; null while something of the times is missing. */
export function previewOfWork(form: WorkForm, now: number): { words: string; next: Span[] } | null {
  if (timesMissing(form).length > 0) return null;
  const spec = workOf(form);
  return {
    words: spec.times.map((time) => workTimeText(time)).join('; '),
    next: nextWork(spec.times, zoneOf(spec.timeZone), { now, count: shownMax, ...boundsOf(spec) }),
  };
}

/** What is under way by what is saved and would end at once by what is typed: a window goes on where one begins when it began. */
export function endedBySaving(saved: WorkSpec, form: WorkForm, now: number): Span | null {
  if (timesMissing(form).length > 0) return null;
  const going = new Set(underWay(workOf(form), now).map(({ from }) => from));
  return underWay(saved, now).find(({ from }) => !going.has(from)) ?? null;
}

function underWay({ times, timeZone, ...valid }: WorkSpec, now: number): Span[] {
  const { validFrom, validUntil } = boundsOf(valid);
  return workWindows(times, zoneOf(timeZone), { from: now, to: now + 1 }).filter(
    ({ from }) => from >= validFrom && from < validUntil,
  );
}

function boundsOf({ validFrom, validUntil }: Pick<WorkSpec, 'validFrom' | 'validUntil'>) {
  return {
    validFrom: validFrom === undefined ? -Infinity : Date.parse(validFrom),
    validUntil: validUntil === undefined ? Infinity : Date.parse(validUntil),
  };
}
