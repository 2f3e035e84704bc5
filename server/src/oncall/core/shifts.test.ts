import { describe, expect, test } from 'vitest';
import { gaps, holes, onCallAt, shifts, type ScheduleRules } from './shifts.ts';

type Layer = ScheduleRules['layers'][number];
type Override = ScheduleRules['overrides'][number];

function layer(parts: Partial<Layer>): Layer {
  return {
    name: 'layer',
    start: '2026-01-05T09:00:00Z',
    handoff: { type: 'weekly', length: 1 },
    participants: ['ada', 'bo'],
    restrictions: [],
    ...parts,
  };
}

function rota(parts: Partial<ScheduleRules>): ScheduleRules {
  return { timezone: 'Etc/UTC', combine: 'precedence', layers: [], overrides: [], fallback: [], ...parts };
}

function at(rules: ScheduleRules, instant: string): string {
  return onCallAt(rules, Date.parse(instant)).join(' ');
}

function line(rules: ScheduleRules, from: string, to: string): string[] {
  const text = (ms: number): string => new Date(ms).toISOString().slice(5, 16);
  return shifts(rules, { from: Date.parse(from), to: Date.parse(to) }).map((shift) =>
    `${text(shift.from)} ${text(shift.to)} ${shift.people.join(' ')}`.trimEnd(),
  );
}

const everyDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

describe('hand-offs', () => {
  test('belong to the incoming person at their very moment', () => {
    const rules = rota({ layers: [layer({})] });
    expect(at(rules, '2026-01-12T08:59:59.999Z')).toBe('ada');
    expect(at(rules, '2026-01-12T09:00:00Z')).toBe('bo');
  });

  test('keep the wall clock across a change of clocks', () => {
    const rules = rota({
      timezone: 'Europe/London',
      layers: [
        layer({
          start: '2026-03-27T09:00:00Z',
          handoff: { type: 'daily', length: 1 },
          participants: ['ada', 'bo', 'cy'],
        }),
      ],
    });
    expect(line(rules, '2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '03-27T12:00 03-28T09:00 ada',
      '03-28T09:00 03-29T08:00 bo',
      '03-29T08:00 03-30T08:00 cy',
      '03-30T08:00 03-30T12:00 ada',
    ]);
  });

  test('at a time that a spring night skips move forward by the gap', () => {
    const rules = rota({
      timezone: 'Europe/London',
      layers: [layer({ start: '2026-03-28T01:30:00Z', handoff: { type: 'daily', length: 1 } })],
    });
    expect(at(rules, '2026-03-29T01:29:59Z')).toBe('ada');
    expect(at(rules, '2026-03-29T01:30:00Z')).toBe('bo');
  });

  test('at a time that an autumn night repeats mean the first', () => {
    const rules = rota({
      timezone: 'Europe/London',
      layers: [layer({ start: '2026-10-24T00:30:00Z', handoff: { type: 'daily', length: 1 } })],
    });
    expect(at(rules, '2026-10-25T00:29:59Z')).toBe('ada');
    expect(at(rules, '2026-10-25T00:30:00Z')).toBe('bo');
    expect(at(rules, '2026-10-25T01:30:00Z')).toBe('bo');
  });

  test('by the hour count elapsed time, also while clocks change', () => {
    const rules = rota({
      timezone: 'Europe/London',
      layers: [layer({ start: '2026-03-28T12:00:00Z', handoff: { type: 'hourly', length: 12 } })],
    });
    expect(line(rules, '2026-03-28T12:00:00Z', '2026-03-29T18:00:00Z')).toEqual([
      '03-28T12:00 03-29T00:00 ada',
      '03-29T00:00 03-29T12:00 bo',
      '03-29T12:00 03-29T18:00 ada',
    ]);
  });

  test('on the 31st fall on the last day of shorter months and return to the 31st', () => {
    const rules = rota({
      layers: [
        layer({
          start: '2026-01-31T08:00:00Z',
          handoff: { type: 'monthly', length: 1 },
          participants: ['a', 'b', 'c'],
        }),
      ],
    });
    expect(line(rules, '2026-01-31T08:00:00Z', '2026-05-01T00:00:00Z')).toEqual([
      '01-31T08:00 02-28T08:00 a',
      '02-28T08:00 03-31T08:00 b',
      '03-31T08:00 04-30T08:00 c',
      '04-30T08:00 05-01T00:00 a',
    ]);
  });

  test('count from the anchor, which may lie after the start', () => {
    const rules = rota({
      layers: [
        layer({
          start: '2026-01-01T00:00:00Z',
          anchor: '2026-01-15T09:00:00Z',
          participants: ['a', 'b', 'c'],
        }),
      ],
    });
    expect(at(rules, '2026-01-15T09:00:00Z')).toBe('a');
    expect(at(rules, '2026-01-15T08:59:59Z')).toBe('c');
    expect(at(rules, '2026-01-01T09:00:00Z')).toBe('b');
  });

  test('a layer is silent before its start and from its end', () => {
    const rules = rota({ layers: [layer({ end: '2026-01-20T09:00:00Z' })] });
    expect(at(rules, '2026-01-05T08:59:59Z')).toBe('');
    expect(at(rules, '2026-01-20T08:59:59Z')).toBe('ada');
    expect(at(rules, '2026-01-20T09:00:00Z')).toBe('');
  });

  test('without rotation the first slot is always on, with all its people', () => {
    const rules = rota({
      layers: [layer({ handoff: { type: 'none', length: 1 }, participants: [['bo', 'ada'], 'cy'] })],
    });
    expect(at(rules, '2030-01-01T00:00:00Z')).toBe('ada bo');
  });
});

describe('restrictions', () => {
  test('that run past midnight belong to the day they begin on, and the rotation counts on while they hide it', () => {
    const rules = rota({
      layers: [
        layer({
          start: '2026-01-05T00:00:00Z',
          handoff: { type: 'daily', length: 1 },
          participants: ['a', 'b', 'c'],
          restrictions: [{ days: ['MO', 'WE'], from: '22:00', to: '02:00' }],
        }),
      ],
    });
    expect(line(rules, '2026-01-05T00:00:00Z', '2026-01-09T00:00:00Z')).toEqual([
      '01-05T00:00 01-05T22:00',
      '01-05T22:00 01-06T00:00 a',
      '01-06T00:00 01-06T02:00 b',
      '01-06T02:00 01-07T22:00',
      '01-07T22:00 01-08T00:00 c',
      '01-08T00:00 01-08T02:00 a',
      '01-08T02:00 01-09T00:00',
    ]);
  });

  test.each([
    [
      'from 08:00 to 08:00 lasts a day',
      { days: ['MO'], from: '08:00', to: '08:00' },
      '01-05T08:00 01-06T08:00 ada',
    ],
    [
      'to 24:00 ends at midnight',
      { days: ['MO'], from: '18:00', to: '24:00' },
      '01-05T18:00 01-06T00:00 ada',
    ],
    [
      'once a week over the weekend',
      { from_day: 'FR', from: '18:00', to_day: 'MO', to: '06:00' },
      '01-09T18:00 01-12T06:00 ada',
    ],
  ] as const)('%s', (_name, restriction, expected) => {
    const restrictions: Layer['restrictions'] = [
      'days' in restriction ? { ...restriction, days: [...restriction.days] } : restriction,
    ];
    const rules = rota({
      layers: [layer({ start: '2026-01-01T00:00:00Z', participants: ['ada'], restrictions })],
    });
    expect(line(rules, '2026-01-05T07:00:00Z', '2026-01-12T07:00:00Z')).toContain(expected);
  });

  test('a window may begin a week before the question', () => {
    const rules = rota({
      layers: [
        layer({
          start: '2026-01-01T00:00:00Z',
          participants: ['ada'],
          restrictions: [{ from_day: 'MO', from: '08:00', to_day: 'MO', to: '07:00' }],
        }),
      ],
    });
    expect(at(rules, '2026-01-12T06:59:59Z')).toBe('ada');
    expect(at(rules, '2026-01-12T07:30:00Z')).toBe('');
  });

  test('a window that a spring night swallows is not there that day', () => {
    const rules = rota({
      timezone: 'Europe/London',
      layers: [
        layer({
          start: '2026-01-01T00:00:00Z',
          participants: ['ada'],
          restrictions: [{ days: [...everyDay], from: '01:30', to: '02:15' }],
        }),
      ],
    });
    expect(line(rules, '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toEqual(['03-28T12:00 03-29T12:00']);
  });
});

describe('layers', () => {
  const base = layer({ participants: ['base'] });
  const day = layer({
    participants: ['day'],
    restrictions: [{ days: [...everyDay], from: '09:00', to: '17:00' }],
  });

  test('the last one that has anybody wins', () => {
    const rules = rota({ layers: [base, day] });
    expect(at(rules, '2026-02-01T08:00:00Z')).toBe('base');
    expect(at(rules, '2026-02-01T12:00:00Z')).toBe('day');
  });

  test('or all of them are on', () => {
    expect(at(rota({ combine: 'union', layers: [base, day] }), '2026-02-01T12:00:00Z')).toBe('base day');
  });

  test('each has its own zone', () => {
    const tokyo = layer({ ...day, timezone: 'Asia/Tokyo', participants: ['tokyo'] });
    expect(at(rota({ layers: [tokyo] }), '2026-02-01T00:00:00Z')).toBe('tokyo');
    expect(at(rota({ layers: [tokyo] }), '2026-02-01T08:00:00Z')).toBe('');
  });
});

describe('overrides', () => {
  const on = (kind: Override['kind'], user: string, replaces?: string): Override => ({
    kind,
    user,
    start: '2026-01-06T00:00:00Z',
    end: '2026-01-07T00:00:00Z',
    ...(replaces === undefined ? {} : { replaces }),
  });
  const both = layer({ participants: [['ada', 'bo']] });

  test.each([
    ['take', [on('take', 'cy')], 'cy'],
    ['replace somebody who is on', [on('replace', 'cy', 'ada')], 'bo cy'],
    ['replace somebody who is not', [on('replace', 'cy', 'dee')], 'ada bo'],
    ['add', [on('add', 'cy')], 'ada bo cy'],
    ['remove', [on('remove', 'ada')], 'bo'],
    ['apply in the order they were made', [on('take', 'cy'), on('add', 'ada')], 'ada cy'],
    ['and the other way round', [on('add', 'ada'), on('take', 'cy')], 'cy'],
    ['a later one works on what an earlier one made', [on('take', 'cy'), on('replace', 'dee', 'cy')], 'dee'],
  ])('%s', (_name, overrides, expected) => {
    expect(at(rota({ layers: [both], overrides }), '2026-01-06T12:00:00Z')).toBe(expected);
    expect(at(rota({ layers: [both], overrides }), '2026-01-07T00:00:00Z')).toBe('ada bo');
  });

  test('reach into a hole, and fall back where they leave nobody', () => {
    const rules = rota({ overrides: [on('add', 'cy')], fallback: ['zed'] });
    expect(at(rules, '2026-01-06T12:00:00Z')).toBe('cy');
    const emptied = rota({
      layers: [layer({ participants: ['ada'] })],
      overrides: [on('remove', 'ada')],
      fallback: ['zed'],
    });
    expect(at(emptied, '2026-01-06T12:00:00Z')).toBe('zed');
  });
});

describe('holes', () => {
  const rules = rota({
    layers: [
      layer({ participants: ['ada'], restrictions: [{ days: [...everyDay], from: '00:00', to: '20:00' }] }),
    ],
  });
  const range = { from: Date.parse('2026-02-01T00:00:00Z'), to: Date.parse('2026-02-02T00:00:00Z') };

  test('are gaps where no fallback covers them, and are known as holes also where one does', () => {
    const hole = [{ from: Date.parse('2026-02-01T20:00:00Z'), to: range.to }];
    expect(gaps(rules, range)).toEqual(hole);
    expect(gaps({ ...rules, fallback: ['zed'] }, range)).toEqual([]);
    expect(holes({ ...rules, fallback: ['zed'] }, range)).toEqual(hole);
  });

  test('nobody at all is one gap, and an empty range is nothing', () => {
    expect(gaps(rota({}), range)).toEqual([range]);
    expect(shifts(rota({}), { from: 5, to: 5 })).toEqual([]);
  });
});
