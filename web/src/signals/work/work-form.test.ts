import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankTime } from './time-form.ts';
import { blankWork, missingInWork, workForm, workOf, type WorkSpec } from './work-form.ts';
import { endedBySaving, previewOfWork } from './work-preview.ts';

const form = { ...blankWork('Europe/London'), displayName: 'Nightly: backup', products: ['search'] };
const now = Date.parse('2027-03-22T00:00:00Z');
const at = (part: object) => ({ ...form, times: [{ ...blankTime(), ...part }] });
const iso = (at: number) => new Date(at).toISOString();

describe('a form of times of work', () => {
  test('shows its next windows before it is saved, each at its hour on the wall', () => {
    const preview = previewOfWork(at({ from: '04:00', to: '05:00' }), now);
    expect(preview?.words).toBe('every Sunday 04:00–05:00');
    expect(preview?.next.map(({ from }) => iso(from))).toEqual([
      '2027-03-28T03:00:00.000Z',
      '2027-04-04T03:00:00.000Z',
      '2027-04-11T03:00:00.000Z',
      '2027-04-18T03:00:00.000Z',
      '2027-04-25T03:00:00.000Z',
    ]);
  });

  test('shows no window before its first day nor after its last', () => {
    const preview = previewOfWork(
      { ...form, validFrom: { text: '2027-04-01T00:00' }, validUntil: { text: '2027-04-12T00:00' } },
      now,
    );
    expect(preview?.next.map(({ from }) => iso(from))).toEqual([
      '2027-04-04T01:00:00.000Z',
      '2027-04-11T01:00:00.000Z',
    ]);
  });

  test.each([
    [{ ...form, displayName: ' ' }, 'displayName', 'Say what is done'],
    [{ ...form, products: [] }, 'products', 'Choose a product, an environment or a check'],
    [at({ days: [] }), 'times[0].days', 'Choose at least one day'],
    [at({ repeats: 'dates', dates: '1, 32' }), 'times[0].dates', 'Days of the month are 1 to 31, or last'],
    [at({ repeats: 'dates', dates: '' }), 'times[0].dates', 'Days of the month are 1 to 31, or last'],
    [at({ repeats: 'nth', nth: [] }), 'times[0].nth', 'Choose which ones of the month'],
    [at({ repeats: 'once' }), 'times[0].start', 'Say from when'],
    [
      at({ repeats: 'once', start: { text: '2027-04-01T02:00' }, end: { text: '2027-04-01T02:00' } }),
      'times[0].end',
      'It must end after it begins',
    ],
    [at({ to: '' }), 'times[0].to', 'Say until when'],
    [{ ...form, times: [] }, 'times', 'Say when'],
    [{ ...form, timeZone: 'Mars/Olympus' }, 'timeZone', 'Choose a time zone'],
    [
      { ...form, validFrom: { text: '2027-04-02T00:00' }, validUntil: { text: '2027-04-01T00:00' } },
      'validUntil',
      'The last day must be after the first',
    ],
  ])('%# lacks something at %s', (lacking, path, message) => {
    expect(missingInWork(lacking)).toEqual([{ path, message }]);
  });

  test('of what is saved says the very same again, whatever it holds', () => {
    const hour = fc.constantFrom('00:00', '02:30', '22:00');
    const hours = { from: hour, to: fc.constantFrom('00:00', '04:00', '24:00') };
    const day = fc.constantFrom('MO', 'WE', 'SU');
    const days = fc.uniqueArray(day, { minLength: 1 });
    const last = fc.constant('last' as const);
    const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    const text = instant.map((date) => date.toISOString());
    const time = fc.oneof(
      fc.record({ days, ...hours }),
      fc.record({ from_day: day, to_day: day, ...hours }),
      fc.record({
        dates: fc.array(fc.oneof(fc.integer({ min: 1, max: 31 }), last), { minLength: 1 }),
        ...hours,
      }),
      fc.record({
        nth: fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), last), { minLength: 1 }),
        days,
        ...hours,
      }),
      fc.tuple(text, text).map(([start, end]) => ({ start, end })),
    );
    const spec = fc.record(
      {
        displayName: fc.constant('Nightly'),
        description: fc.constant('Why it is done'),
        links: fc.constant([{ title: 'How', url: 'https://x.example' }]),
        products: fc.constant(['search']),
        environments: fc.constant([]),
        checks: fc.constant(['sign-in']),
        timeZone: fc.constantFrom('Europe/London', 'Australia/Lord_Howe', 'Etc/UTC'),
        times: fc.array(time, { minLength: 1, maxLength: 4 }),
        validFrom: text,
        validUntil: text,
      },
      { requiredKeys: ['displayName', 'products', 'environments', 'checks', 'timeZone', 'times'] },
    );
    fc.assert(
      fc.property(spec, (given) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made as the schema has it
        const saved = given as unknown as WorkSpec;
        expect(workOf(workForm(saved, 'nightly'))).toEqual(saved);
      }),
    );
  });

  test('one that was never given a title begins with its name', () => {
    const { displayName: _, ...untitled } = workOf(form);
    expect(workForm(untitled, 'nightly').displayName).toBe('nightly');
  });
});

describe('what is under way', () => {
  const saved = workOf(form);
  const during = Date.parse('2027-03-21T03:00:00Z');

  test('goes on where only its end, or another time, is changed', () => {
    const longer = {
      ...form,
      times: [
        { ...blankTime(), to: '06:00' },
        { ...blankTime(), days: ['MO' as const] },
      ],
    };
    expect(endedBySaving(saved, longer, during)).toBeNull();
  });

  test('is said to end where its beginning is moved, its end is put before now, or it is no longer valid', () => {
    const ended = { from: Date.parse('2027-03-21T02:00:00Z'), to: Date.parse('2027-03-21T04:00:00Z') };
    expect(endedBySaving(saved, at({ from: '01:00' }), during)).toEqual(ended);
    expect(endedBySaving(saved, at({ to: '02:30' }), during)).toEqual(ended);
    expect(endedBySaving(saved, { ...form, validUntil: { text: '2027-03-20T00:00' } }, during)).toEqual(
      ended,
    );
    expect(endedBySaving(saved, at({ from: '01:00' }), during + 3_600_000)).toBeNull();
  });
});
