import { describe, expect, test } from 'vitest';
import { readCalendar } from './read-calendar.ts';

const span = { zone: 'Europe/London', from: Date.parse('2027-01-01'), to: Date.parse('2027-02-01') };

function calendar(...events: readonly string[][]): string {
  const lines = events.flatMap((event) => [
    'BEGIN:VEVENT',
    'DTSTAMP:20260101T000000Z',
    ...event,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** `4 Jan 09:00–17:00 ada`, in UTC. */
function read(...events: readonly string[][]): string[] {
  return readCalendar(calendar(...events), span).map(({ from, to, summary }) => {
    const text = (at: number): string => new Date(at).toISOString().slice(5, 16);
    return `${text(from)} to ${text(to)} ${summary}`;
  });
}

const weekly = (name: string, first: string): string[] => [
  `UID:${name}`,
  `SUMMARY:${name}`,
  `DTSTART:202701${first}T090000Z`,
  `DTEND:202701${first}T170000Z`,
  'RRULE:FREQ=WEEKLY;COUNT=3',
];

describe('a time of an event that repeats', () => {
  test('that is given to somebody else by itself is theirs', () => {
    expect(
      read(weekly('ada', '04'), [
        'UID:ada',
        'SUMMARY:bo',
        'ATTENDEE:mailto:Bo@Example.org',
        'RECURRENCE-ID:20270111T090000Z',
        'DTSTART:20270111T100000Z',
        'DTEND:20270111T120000Z',
      ]),
    ).toEqual([
      '01-04T09:00 to 01-04T17:00 ada',
      '01-11T10:00 to 01-11T12:00 bo',
      '01-18T09:00 to 01-18T17:00 ada',
    ]);
  });

  test('is not changed by the exception of another event at the same moment', () => {
    expect(
      read(weekly('ada', '04'), weekly('cy', '04'), [
        'UID:cy',
        'SUMMARY:bo',
        'RECURRENCE-ID:20270111T090000Z',
        'DTSTART:20270111T200000Z',
        'DTEND:20270111T210000Z',
      ]).filter((line) => line.includes('01-11')),
    ).toEqual(['01-11T09:00 to 01-11T17:00 ada', '01-11T20:00 to 01-11T21:00 bo']);
  });

  test('that was cancelled is not there, nor is what an EXDATE takes out', () => {
    expect(
      read(
        [...weekly('ada', '04'), 'EXDATE:20270118T090000Z'],
        [
          'UID:ada',
          'STATUS:CANCELLED',
          'RECURRENCE-ID:20270111T090000Z',
          'DTSTART:20270111T090000Z',
          'DTEND:20270111T170000Z',
        ],
      ),
    ).toEqual(['01-04T09:00 to 01-04T17:00 ada']);
  });

  test('keeps its name when it is moved, and the others keep theirs', () => {
    const moved = [
      'UID:ada',
      'RECURRENCE-ID:20270111T090000Z',
      'DTSTART:20270112T090000Z',
      'DTEND:20270112T170000Z',
    ];
    const names = (...events: string[][]): string[] =>
      readCalendar(calendar(...events), span).map(({ uid }) => uid);
    expect(names(weekly('ada', '04'), moved)).toEqual(names(weekly('ada', '04')));
  });

  test('stands for itself where its event is not in the file', () => {
    expect(
      read([
        'UID:ada',
        'SUMMARY:bo',
        'RECURRENCE-ID:20270111T090000Z',
        'DTSTART:20270111T100000Z',
        'DTEND:20270111T120000Z',
      ]),
    ).toEqual(['01-11T10:00 to 01-11T12:00 bo']);
  });
});

describe('zones', () => {
  test('are those of the event, also without a VTIMEZONE; whole days and times without one are the schedule’s', () => {
    const event = (name: string, ...lines: string[]): string[] => [
      `UID:${name}`,
      `SUMMARY:${name}`,
      ...lines,
    ];
    expect(
      read(
        event(
          'sydney',
          'DTSTART;TZID=Australia/Sydney:20270110T090000',
          'DTEND;TZID=Australia/Sydney:20270110T170000',
        ),
        event('floating', 'DTSTART:20270110T090000', 'DTEND:20270110T100000'),
        event('day', 'DTSTART;VALUE=DATE:20270110', 'DTEND;VALUE=DATE:20270111'),
      ),
    ).toEqual([
      '01-09T22:00 to 01-10T06:00 sydney',
      '01-10T09:00 to 01-10T10:00 floating',
      '01-10T00:00 to 01-11T00:00 day',
    ]);
  });
});

describe('nothing is left out in silence', () => {
  test('where more than a thousand events are to come', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => [
      `UID:${index}`,
      'DTSTART:20270110T090000Z',
      'DTEND:20270110T100000Z',
    ]);
    expect(() => read(...many)).toThrow('more than 1000 events');
    expect(read(...many.slice(1))).toHaveLength(1_000);
  });

  test('where an event has repeated so often that its next time is not found', () => {
    expect(() =>
      read([
        'UID:1',
        'SUMMARY:pulse',
        'DTSTART:20200101T000000Z',
        'DTEND:20200101T003000Z',
        'RRULE:FREQ=HOURLY',
      ]),
    ).toThrow('"pulse" repeats more than 20000 times');
  });
});

describe('an event that is left out says why', () => {
  const problems = (...events: readonly string[][]) =>
    readCalendar(calendar(...events), span).map(({ problem }) => problem);

  test('where its zone is not known, which is not guessed at', () => {
    const at = (zone: string) => [
      'UID:1',
      `DTSTART;TZID=${zone}:20270104T090000`,
      `DTEND;TZID=${zone}:20270104T170000`,
    ];
    expect(problems(at('GMT Standard Time'), at('Asia/Kathmandu'))).toEqual([
      expect.stringMatching(/^Its time zone "GMT Standard Time" is neither in the file/),
      null,
    ]);
  });

  test('where it ends before it begins, or has no length', () => {
    expect(
      problems(
        ['UID:1', 'DTSTART:20270104T090000Z', 'DTEND:20270104T080000Z'],
        ['UID:2', 'DTSTART:20270104T090000Z'],
      ),
    ).toEqual(['It ends before it begins.', expect.stringMatching(/^It has no length/)]);
  });

  test('but not where the file defines the zone itself', () => {
    const zone = [
      ...['BEGIN:VTIMEZONE', 'TZID:Nepal Standard Time', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
      ...['TZOFFSETFROM:+0545', 'TZOFFSETTO:+0545', 'END:STANDARD', 'END:VTIMEZONE'],
    ];
    const event = ['UID:1', 'DTSTART;TZID=Nepal Standard Time:20270104T090000', 'DURATION:PT1H'];
    const text = calendar(event).replace('BEGIN:VEVENT', [...zone, 'BEGIN:VEVENT'].join('\r\n'));
    expect(readCalendar(text, span)).toMatchObject([
      { from: Date.parse('2027-01-04T03:15Z'), problem: null },
    ]);
  });
});
