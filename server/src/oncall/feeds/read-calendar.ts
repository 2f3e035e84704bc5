import ICAL from 'ical.js';
import { zoneOf } from '../core/zone.ts';

/** An event of a calendar file, resolved to instants (milliseconds). */
export interface ReadEvent {
  readonly uid: string;
  readonly summary: string;
  readonly emails: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Options {
  /** In which events without a zone are read, and whole days begin. */
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}

const eventsMax = 1_000;

/**
 * The events of an iCalendar file that touch `[from, to)`, repetitions written out, at most 1,000. Zones are those that the file
 * defines, else the IANA zone of that name. Throws a sentence where it is no calendar.
 */
export function readCalendar(text: string, { zone, from, to }: Options): ReadEvent[] {
  const calendar = parsed(text);
  const found: ReadEvent[] = [];
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    if (event.isRecurrenceException() || component.getFirstPropertyValue('status') === 'CANCELLED') continue;
    for (const [start, end] of occurrences(event, { zone, from, to })) {
      if (found.length >= eventsMax) return found;
      found.push({
        uid: `${event.uid}/${new Date(start).toISOString()}`,
        summary: event.summary ?? '',
        emails: event.attendees.map((attendee) =>
          String(attendee.getFirstValue())
            .replace(/^mailto:/i, '')
            .toLowerCase(),
        ),
        from: start,
        to: end,
      });
    }
  }
  return found;
}

function parsed(text: string): ICAL.Component {
  try {
    const calendar = ICAL.Component.fromString(text);
    if (calendar.name === 'vcalendar') return calendar;
  } catch {
    // Told below, in words.
  }
  throw new RangeError(
    'this is no iCalendar file: it must begin with BEGIN:VCALENDAR and end with END:VCALENDAR',
  );
}

const repetitionsMax = 20_000;

interface Occurrence {
  readonly startDate: ICAL.Time;
  readonly endDate: ICAL.Time;
}

function* occurrences(event: ICAL.Event, { zone: given, from, to }: Options): Generator<[number, number]> {
  const named = event.component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  const zone = knownZone(named) ?? given;
  if (!event.isRecurring()) {
    const span: [number, number] = [instantOf(event.startDate, zone), instantOf(event.endDate, zone)];
    if (span[0] < span[1] && span[0] < to && span[1] > from) yield span;
    return;
  }
  const iterator = event.iterator();
  for (let count = 0; count < repetitionsMax; count += 1) {
    const next = iterator.next();
    if (!next) return;
    // The library's types name this shape, but do not export it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { startDate, endDate } = event.getOccurrenceDetails(next) as unknown as Occurrence;
    const span: [number, number] = [instantOf(startDate, zone), instantOf(endDate, zone)];
    if (span[0] >= to) return;
    if (span[0] < span[1] && span[1] > from) yield span;
  }
}

/** A time that the file's own zone or UTC places; any other is read in the given zone. */
function instantOf(time: ICAL.Time, zone: string): number {
  const { year, month, day, hour, minute, second } = time;
  const isPlaced = time.zone === ICAL.Timezone.utcTimezone || time.zone?.component !== undefined;
  if (isPlaced && time.zone !== ICAL.Timezone.localTimezone && !time.isDate) return time.toUnixTime() * 1_000;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return zoneOf(zone).instantOf(wall);
}

function knownZone(name: string | undefined): string | null {
  if (name === undefined || name === 'floating' || name === '') return null;
  try {
    zoneOf(name);
    return name;
  } catch {
    return null;
  }
}
