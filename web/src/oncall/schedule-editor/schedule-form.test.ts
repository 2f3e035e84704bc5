import { scheduleSpec } from '@fieldmarshal/contract/catalog';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentForm, momentOf, splitLayer } from './layer-form.ts';
import { movedRow } from '../form/rows.ts';
import {
  blankSchedule,
  missingInSchedule,
  mondayAtNine,
  nextHour,
  scheduleForm,
  scheduleOf,
} from './schedule-form.ts';

const instants = fc
  .integer({ min: Date.UTC(2001, 0), max: Date.UTC(2099, 0) })
  .map((at) => new Date(at).toISOString());
const zones = fc.constantFrom('Etc/UTC', 'Europe/London', 'America/St_Johns', 'Australia/Lord_Howe');
const names = fc.constantFrom('ada', 'bo', 'cy');
const days = fc.uniqueArray(fc.constantFrom('MO', 'WE', 'SU'), { minLength: 1 }).map((list) => list.sort());
const windows = fc.oneof(
  fc.record({ days, from: fc.constant('22:00'), to: fc.constantFrom('06:00', '24:00') }),
  fc.record({
    from_day: fc.constant('FR'),
    from: fc.constant('18:00'),
    to_day: fc.constant('MO'),
    to: fc.constant('08:00'),
  }),
);
const several = fc.array(names, { minLength: 2, maxLength: 3 });
const specs = fc
  .record(
    {
      displayName: fc.constant('Edge'),
      description: fc.constant('At night'),
      owner: fc.constant('edge'),
      staff: fc.integer({ min: 1, max: 5 }),
      handover: fc.record({ required: fc.boolean(), limitMinutes: fc.integer({ min: 1, max: 240 }) }),
      timezone: zones,
      combine: fc.constantFrom('precedence', 'union'),
      layers: fc.array(
        fc.record(
          {
            name: fc.constant('all'),
            timezone: zones,
            start: instants,
            end: instants,
            anchor: instants,
            handoff: fc.record({
              type: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly'),
              length: fc.integer({ min: 1, max: 1000 }),
            }),
            participants: fc.array(fc.oneof(names, several), { minLength: 1 }),
            restrictions: fc.array(windows),
          },
          { requiredKeys: ['name', 'start', 'handoff', 'participants'] },
        ),
      ),
      overrides: fc.array(
        fc.record({ kind: fc.constant('take'), user: names, start: instants, end: instants }),
      ),
      fallback: fc.array(names),
    },
    { requiredKeys: ['timezone'] },
  )
  .map((spec) => scheduleSpec.parse(spec));

describe('a schedule in the editor', () => {
  test('is saved as it was when nothing was changed, whatever it says', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(scheduleOf(scheduleForm(spec))).toEqual(spec);
      }),
    );
  });

  test('keeps the wall clock when its zone is changed, and the very instant when it is not', () => {
    const moment = momentForm('2026-07-01T08:00:30.123Z', 'Europe/London');
    expect(momentOf(moment, 'Europe/London')).toBe('2026-07-01T08:00:30.123Z');
    expect(momentOf(moment, 'America/New_York')).toBe('2026-07-01T13:00:00.000Z');
  });

  test('begins on the Monday before, at nine on the clock of its zone', () => {
    // Thursday 26 November, and Monday 23 at 08:30 and 09:00 in Tokyo.
    const of = (instant: string) => mondayAtNine(Date.parse(instant), 'Asia/Tokyo');
    expect(of('2026-11-26T01:00:00Z')).toBe('2026-11-23T09:00');
    expect(of('2026-11-22T23:30:00Z')).toBe('2026-11-16T09:00');
    expect(of('2026-11-23T00:00:00Z')).toBe('2026-11-23T09:00');
    expect(nextHour(Date.parse('2026-11-26T01:10:00Z'), 'Asia/Kolkata')).toBe('2026-11-26T01:30:00.000Z');
  });

  test('says in each field what is missing', () => {
    const blank = blankSchedule(Date.parse('2026-11-26T01:00:00Z'), 'Europe/Paris');
    expect(missingInSchedule(blank)).toEqual([
      { path: 'layers[0].participants', message: 'Choose who takes turns' },
    ]);
    const [layer] = blank.layers;
    if (layer === undefined) throw new Error('a blank schedule has a layer');
    const end = momentForm('2026-11-01T00:00:00Z', 'Europe/Paris');
    const wrong = { ...layer, name: ' ', end, length: '0', turns: [{ id: 1, people: [] }] };
    const faults = missingInSchedule({ ...blank, layers: [wrong] });
    expect(faults.map(({ path }) => path)).toEqual([
      'layers[0].name',
      'layers[0].end',
      'layers[0].handoff.length',
      'layers[0].participants[0]',
    ]);
  });

  test('a change of participants ends the layer and goes on counting from its anchor', () => {
    const spec = scheduleSpec.parse({
      timezone: 'Europe/Paris',
      layers: [
        {
          name: 'week',
          start: '2026-01-05T08:00:00Z',
          handoff: { type: 'weekly' },
          participants: ['ada', 'bo'],
        },
      ],
    });
    const form = scheduleForm(spec);
    const layers = form.layers.flatMap((layer) =>
      splitLayer(layer, '2026-12-01T09:00:00.000Z', form.timezone),
    );
    expect(scheduleOf({ ...form, layers }).layers).toMatchObject([
      { start: '2026-01-05T08:00:00Z', end: '2026-12-01T09:00:00.000Z' },
      { start: '2026-12-01T09:00:00.000Z', anchor: '2026-01-05T08:00:00Z', participants: ['ada', 'bo'] },
    ]);
  });

  test('a row moves by one, and stays where it would leave the list', () => {
    expect(movedRow(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(movedRow(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
    expect(movedRow(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
