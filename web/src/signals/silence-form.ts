import type { Silence } from '@fieldmarshal/contract/signals/silence';
import { fieldText } from '../oncall/days.ts';

/** A time as typed, on the clock of this device: from a start (empty: now) for so many minutes, or, of what is changed, until an end. */
export interface SpanForm {
  start: string;
  minutes: string;
  end: string;
}

/** `changed`: what is changed; null: a new one. */
export function spanForm(changed: Silence | null): SpanForm {
  return {
    start: changed === null ? '' : fieldText(changed.startsAt),
    minutes: '120',
    end: changed === null ? '' : fieldText(changed.endsAt),
  };
}

interface Span {
  startsAt: string;
  endsAt: string;
}

/** An instant that was not typed over stays as it is, to the millisecond. */
export function spanOf({ start, minutes, end }: SpanForm, changed: Silence | null, now: number): Span {
  if (changed !== null)
    return {
      startsAt: start === fieldText(changed.startsAt) ? changed.startsAt : instantOf(start),
      endsAt: end === fieldText(changed.endsAt) ? changed.endsAt : instantOf(end),
    };
  const from = start === '' ? now : new Date(start).getTime();
  return {
    startsAt: new Date(from).toISOString(),
    endsAt: new Date(from + Number(minutes) * 60_000).toISOString(),
  };
}

/** What is still to be said of it. */
export function missingInSpan({ start, end }: SpanForm, changed: Silence | null): string | undefined {
  if (changed === null) return undefined;
  if (start === '' || end === '') return 'Say from when until when';
  return end > start ? undefined : 'It must end after it begins';
}

function instantOf(text: string): string {
  return new Date(text).toISOString();
}
