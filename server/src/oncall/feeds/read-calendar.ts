import ICAL from 'ical.js';
import { zoneOf } from '@fieldmarshal/contract/time';

/** An event of a calendar file, or one time of an event that repeats, resolved to instants (milliseconds). */
export interface ReadEvent {
  /** Stays the same when the event is moved, or given to somebody else. */
  readonly uid: string;
  readonly summary: string;
  readonly emails: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Why it cannot be somebody's time, as a sentence; null where nothing speaks against it. */
  readonly problem: string | null;
}

interface Options {
  /** In which events without a zone are read, and whole days begin. */
  readonly zone: string;
  readonly from: number;
  readonly to: number;
}

const eventsMax = 1_000;

/**
 * The events of an iCalendar file that touch `[from, to)`, repetitions written out; a time that was moved or given to somebody else by
 * itself (RECURRENCE-ID) is as it says, and one that was cancelled is not there. Zones are those that the file defines, else the IANA
 * zone of that name. Throws a sentence where it is no calendar, or holds more than 1,000 events: nothing is left out in silence.
 */
export function readCalendar(text: string, options: Options): ReadEvent[] {
  const found: ReadEvent[] = [];
  for (const event of eventsIn(parsed(text))) {
    for (const { key, item, span } of occurrences(event, options)) {
      if (span.from >= options.to || Math.max(span.from, span.to) <= options.from) continue;
      if (isCancelled(item)) continue;
      if (found.length >= eventsMax)
        throw new RangeError(
          `more than ${eventsMax} events of it are still to come; give it in parts, of fewer weeks each`,
        );
      const problem = problemOf(item, span);
      found.push({ uid: key, summary: item.summary ?? '', emails: emailsOf(item), ...span, problem });
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

/** Each event with the exceptions of its own; an exception whose event is not in the file stands for itself. */
function eventsIn(calendar: ICAL.Component): ICAL.Event[] {
  const components = calendar.getAllSubcomponents('vevent');
  const isException = (each: ICAL.Component): boolean => each.hasProperty('recurrence-id');
  const idOf = (each: ICAL.Component): string => String(each.getFirstPropertyValue('uid'));
  const whole = new Set(components.filter((each) => !isException(each)).map(idOf));
  return components.flatMap((component) => {
    if (isException(component)) return whole.has(idOf(component)) ? [] : [new ICAL.Event(component)];
    const exceptions = components.filter((each) => isException(each) && idOf(each) === idOf(component));
    // Given by name, since the library else takes those of every event of the file.
    const event = new ICAL.Event(component, { exceptions: [] });
    for (const exception of exceptions) event.relateException(exception);
    return [event];
  });
}

const uidLettersMax = 500;

function uidOf({ uid }: ICAL.Event): string {
  return uid.slice(0, uidLettersMax);
}

function isCancelled({ component }: ICAL.Event): boolean {
  return component.getFirstPropertyValue('status') === 'CANCELLED';
}

function emailsOf({ attendees }: ICAL.Event): string[] {
  return attendees.map((attendee) =>
    String(attendee.getFirstValue())
      .replace(/^mailto:/i, '')
      .toLowerCase(),
  );
}

const repetitionsMax = 20_000;

interface Occurrence {
  readonly key: string;
  /** The event, or the exception that stands for it at this time. */
  readonly item: ICAL.Event;
  readonly span: { readonly from: number; readonly to: number };
}

interface Details {
  readonly item: ICAL.Event;
  readonly startDate: ICAL.Time;
  readonly endDate: ICAL.Time;
}

function* occurrences(event: ICAL.Event, { zone: given, to }: Options): Generator<Occurrence> {
  if (isCancelled(event)) return;
  const zone = zoneOfEvent(event, given);
  if (!event.isRecurring()) {
    const span = { from: instantOf(event.startDate, zone), to: instantOf(event.endDate, zone) };
    const key = event.isRecurrenceException()
      ? `${uidOf(event)}/${iso(instantOf(event.recurrenceId, zone))}`
      : uidOf(event);
    yield { key, item: event, span };
    return;
  }
  const iterator = event.iterator();
  for (let count = 0; count < repetitionsMax; count += 1) {
    const next = iterator.next();
    if (!next) return;
    const planned = instantOf(next, zone);
    if (planned >= to) return;
    // The library's types name this shape, but do not export it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { item, startDate, endDate } = event.getOccurrenceDetails(next) as unknown as Details;
    const own = item === event ? zone : zoneOfEvent(item, zone);
    const span = { from: instantOf(startDate, own), to: instantOf(endDate, own) };
    yield { key: `${uidOf(event)}/${iso(planned)}`, item, span };
  }
  throw new RangeError(`the event "${event.summary}" repeats more than ${repetitionsMax} times until then`);
}

/** A zone that nobody knows is not guessed at, and a time without a length is nobody's. */
function problemOf({ component }: ICAL.Event, { from, to }: Occurrence['span']): string | null {
  for (const property of ['dtstart', 'dtend'].map((name) => component.getFirstProperty(name))) {
    const named = property?.getFirstParameter('tzid');
    const value: unknown = property?.getFirstValue();
    const zone = value instanceof ICAL.Time ? value.zone : null;
    const isDefined = zone?.component !== undefined && zone !== ICAL.Timezone.localTimezone;
    if (named !== undefined && named !== '' && !isDefined && knownZone(named) === null)
      return `Its time zone "${named.slice(0, 100)}" is neither in the file nor an IANA zone such as Europe/London.`;
  }
  if (from > to) return 'It ends before it begins.';
  return from === to ? 'It has no length: it ends when it begins, or says no end.' : null;
}

/** In which an event is read where neither UTC nor a zone of the file places it. */
function zoneOfEvent({ component }: ICAL.Event, given: string): string {
  return knownZone(component.getFirstProperty('dtstart')?.getFirstParameter('tzid')) ?? given;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
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
