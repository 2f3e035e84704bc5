import ical from 'ical-generator';
import type { Span } from '../core/shifts.ts';

export interface CalendarEvent extends Span {
  /** Stays the same for the same shift, also when its person changes. */
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
}

interface Calendar {
  readonly name: string;
  readonly events: readonly CalendarEvent[];
  /** What all events say as DTSTAMP; the same for a day, so that an unchanged calendar is the same text. */
  readonly stamp: Date;
}

/** An RFC 5545 calendar: every instant in UTC, so that no reader needs our zone data. */
export function calendarText({ name, events, stamp }: Calendar): string {
  const calendar = ical({ name, prodId: '//Fieldmarshal//On call//EN', ttl: 3_600 });
  for (const { uid, from, to, summary, description } of events)
    calendar.createEvent({
      id: uid,
      start: new Date(from),
      end: new Date(to),
      summary,
      stamp,
      ...(description === '' ? {} : { description }),
    });
  // The library leaves out the last line's end.
  return `${calendar.toString().trimEnd()}\r\n`;
}
