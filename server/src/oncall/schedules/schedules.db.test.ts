import { scheduleSpec } from '@fieldmarshal/contract/catalog';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { applyObjects, catalogApplied, deleteObject, putObject } from '#catalog';
import { deliveryHandlers, readContacts } from '#delivery';
import { on, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { shifts } from '../core/shifts.ts';
import { acceptCover, withdrawCover } from '../covers/answer-cover.ts';
import { askForCover } from '../covers/ask-for-cover.ts';
import { listCovers } from '../covers/list-covers.ts';
import { readCoverage } from '../outlook/read-coverage.ts';
import { warnOfHoles } from '../outlook/warn-of-holes.ts';
import { importCalendar } from '../feeds/import-calendar.ts';
import { oncallHandlers, recordShifts, readRoster } from '../index.ts';
import { listOverrides } from '../overrides/list-overrides.ts';
import { makeOverride } from '../overrides/make-override.ts';
import { withdrawOverride } from '../overrides/withdraw-override.ts';
import { worldOf } from '../roster/roster.ts';
import { listShifts, onCallNow } from '../roster/who-is-on-call.ts';
import { previewSchedule } from './preview-schedule.ts';

const hourMs = 3_600_000;
const person = (name: string): string => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name.toUpperCase()} Example, email: ${name}@example.org }
`;
const rota = (participants: string, extra = ''): string => `---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { timezone: Europe/London, ${extra} layers: [{ name: all, start: '2024-01-01T00:00:00Z', handoff: { type: none }, participants: [${participants}] }] }
`;
const team = `---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: { members: [dee] }
`;

interface World {
  readonly env: TestEnv;
  readonly apply: (text: string) => Promise<void>;
  readonly by: (name: string) => Ctx;
  readonly lead: Ctx;
  /** So many hours from now, as RFC 3339. */
  readonly hours: (n: number) => string;
  readonly onCall: (at?: string) => Promise<string[]>;
}

async function world(): Promise<World> {
  const env = await testEnv({
    handlers: [...deliveryHandlers, ...oncallHandlers],
    reactions: [on(catalogApplied, 'record', async (ctx) => recordShifts(ctx))],
  });
  const lead = as(env, 'leo', ['lead']);
  const made: World = {
    env,
    lead,
    by: (name) => as(env, name, ['responder']),
    hours: (n) => new Date(env.clock.now().getTime() + n * hourMs).toISOString(),
    apply: async (text) => {
      await applyObjects(lead, { files: [{ path: 'a.yaml', text }], dryRun: false, prune: false });
      await env.drain();
    },
    onCall: async (at) => {
      const { schedules } = await onCallNow(lead, { at });
      return schedules.flatMap(({ people }) => people.map((each) => each.person));
    },
  };
  await made.apply(['ada', 'bo', 'cy', 'dee'].map(person).join('') + team + rota('ada', 'owner: edge,'));
  return made;
}

describe('an override beside the rules', () => {
  test('is what roster and pager see at once, counts from now, and says so', async () => {
    const { env, by, hours, onCall } = await world();
    const { override, notice } = await makeOverride(by('bo'), {
      name: 'rota',
      kind: 'take',
      user: 'bo',
      start: hours(-5),
      end: hours(5),
      why: 'I am awake anyway',
    });
    expect(notice).toContain('counts from now');
    expect(await onCall()).toEqual(['bo']);
    const roster = await readRoster(env);
    const moment = worldOf({ catalog: roster, contacts: await readContacts(env) }, env.clock.now());
    const reached = moment.reach({ schedule: 'rota' }, { severity: null, isLast: false });
    expect(reached.map((each) => each.person)).toEqual(['bo']);
    expect((await listOverrides(by('ada'), { name: 'rota' })).items).toMatchObject([
      {
        id: override.id,
        madeBy: expect.any(String) as unknown,
        why: 'I am awake anyway',
        mayWithdraw: false,
      },
    ]);
    await withdrawOverride(by('bo'), { id: override.id ?? '' });
    expect(await onCall()).toEqual(['ada']);
  });

  test('for others is for leads and the owning team', async () => {
    const { by, hours, lead } = await world();
    const input = {
      name: 'rota',
      kind: 'take',
      user: 'cy',
      start: hours(1),
      end: hours(2),
      why: 'x',
    } as const;
    await expect(makeOverride(by('bo'), input)).rejects.toThrow('ask a lead');
    await makeOverride(by('dee'), input);
    await makeOverride(lead, input);
  });

  test('is refused with the field that is wrong', async () => {
    const { hours, lead } = await world();
    const input = {
      name: 'rota',
      kind: 'take',
      user: 'cy',
      start: hours(1),
      end: hours(2),
      why: 'x',
    } as const;
    await expect(makeOverride(lead, { ...input, user: 'nobody' })).rejects.toThrow(
      'there is no person "nobody"',
    );
    await expect(makeOverride(lead, { ...input, name: 'no' })).rejects.toThrow('Schedule no');
    await expect(makeOverride(lead, { ...input, start: hours(-3), end: hours(-1) })).rejects.toThrow(
      'is in the past',
    );
  });

  test('that leaves a hole says so, and one for a person who is gone does not count', async () => {
    const { env, hours, lead, onCall } = await world();
    const span = { name: 'rota', start: hours(0), end: hours(9), why: 'x' };
    const { notice } = await makeOverride(lead, { ...span, kind: 'remove', user: 'ada' });
    expect(notice).toContain('Nobody of the rota is on');
    await makeOverride(lead, { ...span, kind: 'take', user: 'cy' });
    expect(await onCall()).toEqual(['cy']);
    await applyObjects(lead, {
      files: [
        {
          path: 'a.yaml',
          text: ['ada', 'bo', 'dee'].map(person).join('') + team + rota('ada', 'owner: edge,'),
        },
      ],
      dryRun: false,
      prune: true,
    });
    await env.drain();
    expect(await onCall()).toEqual([]);
    const { items } = await listOverrides(lead, { name: 'rota' });
    expect(items.map((item) => item.void)).toEqual([
      null,
      expect.stringContaining('no longer in the catalog'),
    ]);
  });
});

describe('cover', () => {
  test('of a shift that is not yours is refused, and says whose it is', async () => {
    const { by, hours } = await world();
    const input = { name: 'rota', start: hours(1), end: hours(3), reason: 'dentist' };
    await expect(askForCover(by('bo'), input)).rejects.toThrow(/BO Example is not on call .* ADA Example is/);
  });

  test('is offered to the pool, and of two who accept at once one wins', async () => {
    const { env, by, hours, onCall } = await world();
    const { cover } = await askForCover(by('ada'), {
      name: 'rota',
      start: hours(2),
      end: hours(4),
      reason: 'dentist',
      team: 'edge',
    });
    expect(cover.pool.map((each) => each.person)).toEqual(['dee']);
    const told = await env.databases.web.selectFrom('delivery').select(['destination', 'key']).execute();
    expect(told).toEqual([{ destination: 'dee@example.org', key: `${cover.id}.offer.dee` }]);
    await expect(acceptCover(by('bo'), { id: cover.id })).rejects.toThrow('offered to others');
    const both = await Promise.allSettled([
      acceptCover(by('dee'), { id: cover.id }),
      acceptCover(by('dee'), { id: cover.id }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await onCall(hours(3))).toEqual(['dee']);
    expect(await onCall(hours(5))).toEqual(['ada']);
    await expect(withdrawCover(by('ada'), { id: cover.id })).rejects.toThrow('accepted it already');
  });

  test('that nobody accepts is told when it begins and over when it ends', async () => {
    const { env, by, hours, lead } = await world();
    await askForCover(by('ada'), { name: 'rota', start: hours(2), end: hours(4), reason: 'x', team: 'edge' });
    await env.fastForward(3 * hourMs);
    await env.drain();
    const keys = await env.databases.web.selectFrom('delivery').select('key').execute();
    expect(keys.filter(({ key }) => key.includes('.begun.'))).toHaveLength(2);
    await env.fastForward(2 * hourMs);
    await env.drain();
    expect((await listCovers(lead, { state: 'all', limit: 10 })).items).toMatchObject([{ state: 'expired' }]);
  });

  test('as a swap gives each the other’s time', async () => {
    const { apply, by, hours, lead, onCall } = await world();
    await apply(
      rota('ada', `overrides: [{ kind: take, user: bo, start: '${hours(20)}', end: '${hours(30)}' }],`),
    );
    const { cover } = await askForCover(by('ada'), {
      name: 'rota',
      start: hours(2),
      end: hours(4),
      reason: 'school play',
      swap: { person: 'bo', start: hours(22), end: hours(24) },
    });
    await acceptCover(by('bo'), { id: cover.id });
    expect([await onCall(hours(3)), await onCall(hours(23)), await onCall(hours(25))]).toEqual([
      ['bo'],
      ['ada'],
      ['bo'],
    ]);
    await expect(
      askForCover(lead, {
        name: 'rota',
        person: 'ada',
        start: hours(40),
        end: hours(44),
        reason: 'x',
        swap: { person: 'bo', start: hours(50), end: hours(52) },
      }),
    ).rejects.toThrow('swap.start');
  });
});

describe('the past', () => {
  test('stays as it was after an edit, also when the server was away before it', async () => {
    const { apply, env, by, hours, lead } = await world();
    const before = hours(0);
    await env.fastForward(2 * hourMs);
    await makeOverride(by('cy'), {
      name: 'rota',
      kind: 'take',
      user: 'cy',
      start: hours(0),
      end: hours(1),
      why: 'x',
    });
    await env.fastForward(5 * hourMs);
    await env.drain();
    await env.fastForward(30 * hourMs);
    await apply(rota('bo'));
    await env.fastForward(2 * hourMs);
    await recordShifts(lead);
    await recordShifts(lead);
    const answer = await listShifts(lead, { name: 'rota', from: before, to: hours(1) });
    expect(answer.shifts.map((shift) => shift.people)).toEqual([['ada'], ['cy'], ['ada'], ['bo']]);
    expect(answer.recordedUntil).not.toBeNull();
    answer.shifts.slice(1).forEach((shift, index) => expect(shift.from).toBe(answer.shifts[index]?.to));
    const rows = await env.databases.web.selectFrom('shift_record').selectAll().execute();
    expect(rows).toHaveLength(4);
    expect((await onCallNow(lead, { at: before })).schedules[0]?.people[0]?.person).toBe('ada');
  });
});

test('an override for somebody who is gone is on record no longer than it counted', async () => {
  const { env, hours, lead } = await world();
  const eve = { kind: 'Person', name: 'eve' } as const;
  await putObject(lead, { ...eve, spec: { email: 'eve@example.org' } });
  const span = { start: hours(0), end: hours(48) };
  await makeOverride(lead, { name: 'rota', kind: 'take', user: 'eve', ...span, why: 'x' });
  await env.fastForward(hourMs);
  await recordShifts(lead);
  await deleteObject(lead, eve);
  await env.fastForward(5 * hourMs);
  await recordShifts(lead);
  const onRecord = async (from: number, to: number): Promise<unknown> =>
    (await listShifts(lead, { name: 'rota', from: hours(from), to: hours(to) })).shifts.map(
      ({ people }) => people,
    );
  expect(await onRecord(-5.9, -5.1)).toEqual([['eve']]);
  expect(await onRecord(-4.9, -0.1)).toEqual([['ada']]);
});

describe('coverage', () => {
  test('names holes a year ahead, and its owner is told 30, 7 and 1 days before, once each', async () => {
    const { apply, env, hours, lead } = await world();
    await apply(
      rota(
        'ada',
        `owner: edge, overrides: [{ kind: remove, user: ada, start: '${hours(24 * 40)}', end: '${hours(24 * 40 + 3)}' }],`,
      ),
    );
    const coverage = await readCoverage(lead, { name: 'rota' });
    expect(coverage).toMatchObject({ owners: ['DEE Example'], holes: [{ fallback: false }] });
    expect(coverage.parts[0]?.sentence).toBe('1 hole, 3 h together, in which nobody of the rota is on.');
    const told = async () =>
      (await env.databases.web.selectFrom('delivery').select('key').execute()).map(
        ({ key }) => key.split('.')[2],
      );
    for (const days of [5, 6, 18, 1, 5, 1, 3.5, 1]) {
      await env.fastForward(days * 24 * hourMs);
      await warnOfHoles(lead);
      await warnOfHoles(lead);
    }
    expect(await told()).toEqual(['30', '7', '1']);
  });

  test('tells of the holes of each schedule, also where long names begin alike and the holes are the same', async () => {
    const { apply, env, hours, lead } = await world();
    const hole = `overrides: [{ kind: remove, user: ada, start: '${hours(5)}', end: '${hours(7)}' }],`;
    const names = ['weekdays', 'weekends'].map((end) => `payments-and-settlement-on-call-${end}`);
    await apply(
      names
        .map((name) => rota('ada', `owner: edge, ${hole}`).replace('name: rota', `name: ${name}`))
        .join(''),
    );
    await warnOfHoles(lead);
    expect(await env.databases.web.selectFrom('delivery').select('key').execute()).toHaveLength(2);
  });

  test('says how near a hole is also where it is found late, or while nobody is on', async () => {
    const { apply, env, hours, lead } = await world();
    const off = (from: number) =>
      `overrides: [{ kind: remove, user: ada, start: '${hours(from)}', end: '${hours(from + 2)}' }],`;
    const rules = { now: off(-1), hours: off(5), days: off(24 * 5) };
    for (const [name, hole] of Object.entries(rules))
      await apply(rota('ada', `owner: edge, ${hole}`).replace('name: rota', `name: ${name}`));
    await warnOfHoles(lead);
    const rows = await env.databases.web.selectFrom('delivery').select('message').execute();
    expect(
      rows.map(({ message }) => z.object({ subject: z.string() }).parse(message).subject).sort(),
    ).toEqual([
      'days: a hole in the rota within 7 days',
      'hours: a hole in the rota within a day',
      'now: nobody of the rota is on call now',
    ]);
  });

  test('a preview compares the draft with what is over 52 weeks, and changes nothing', async () => {
    const { hours, lead, onCall } = await world();
    const preview = await previewSchedule(lead, {
      name: 'rota',
      change: { layer: 'all', at: hours(24), participants: ['bo'] },
    });
    expect(preview.differences).toMatchObject([{ before: ['ada'], after: ['bo'] }]);
    expect(preview.warnings).toEqual([]);
    expect(await onCall(hours(48))).toEqual(['ada']);
  });

  test('a preview judges the draft as coverage will once it is saved, beside the score of now', async () => {
    const { lead, apply } = await world();
    const spec = scheduleSpec.parse({
      timezone: 'Europe/London',
      staff: 2,
      fallback: ['cy'],
      layers: [
        {
          name: 'mondays',
          start: '2024-01-01T00:00:00Z',
          handoff: { type: 'none' },
          participants: ['ada'],
          restrictions: [{ days: ['MO'], from: '09:00', to: '17:00' }],
        },
      ],
    });
    const file = { apiVersion: 'fieldmarshal/v1', kind: 'Schedule', metadata: { name: 'rota' }, spec };
    const preview = await previewSchedule(lead, { name: 'rota', spec });
    await apply(JSON.stringify(file));
    const { holes, understaffed, score } = await readCoverage(lead, { name: 'rota' });
    expect(preview.outlook).toMatchObject({ score });
    expect(preview.outlook.holes.slice(1, -1)).toEqual(holes.slice(1, -1));
    expect(holes.length).toBeGreaterThan(50);
    expect(preview.outlook.understaffed.length).toBe(understaffed.length);
    expect(preview.scoreNow).toBeGreaterThan(score ?? 100);
  });
});

test('a calendar becomes overrides; the same file again changes nothing', async () => {
  const { hours, lead, onCall } = await world();
  const stamp = (n: number): string => hours(n).replaceAll(/[-:]|\.\d+/g, '');
  const ics = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${stamp(10)}`,
    `DTEND:${stamp(12)}`,
    'SUMMARY:CY Example',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${stamp(10)}`,
    `DTEND:${stamp(12)}`,
    'SUMMARY:somebody',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const input = { name: 'rota', ics, kind: 'take', dryRun: false } as const;
  expect(await importCalendar(lead, input)).toMatchObject({ made: 1, ignored: 1 });
  expect(await importCalendar(lead, input)).toMatchObject({ made: 0, ignored: 2 });
  expect(await onCall(hours(11))).toEqual(['cy']);
  await expect(importCalendar(lead, { ...input, ics: 'nothing' })).rejects.toThrow('no iCalendar file');
});

test('an event that is moved or given to somebody else replaces what it was; one of several people is left out and says so', async () => {
  const { hours, lead, onCall } = await world();
  const stamp = (n: number): string => hours(n).replaceAll(/[-:]|\.\d+/g, '');
  const file = (from: number, ...lines: string[]): string => spell(from, from + 2, ...lines);
  const spell = (from: number, to: number, ...lines: string[]): string =>
    [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'BEGIN:VEVENT', 'UID:1'],
      ...['DTSTAMP:20260101T000000Z', `DTSTART:${stamp(from)}`, `DTEND:${stamp(to)}`],
      ...lines,
      ...['END:VEVENT', 'END:VCALENDAR', ''],
    ].join('\r\n');
  const bring = async (ics: string) =>
    importCalendar(lead, { name: 'rota', ics, kind: 'take', dryRun: false });
  await bring(file(10, 'SUMMARY:Cy Example'));
  expect(await bring(file(20, 'SUMMARY:Cy Example'))).toMatchObject({ made: 1 });
  expect(await Promise.all([onCall(hours(11)), onCall(hours(21))])).toEqual([['ada'], ['cy']]);
  expect(await bring(file(20, 'SUMMARY:Canada: Bo Example'))).toMatchObject({ made: 1 });
  expect(await onCall(hours(21))).toEqual(['bo']);
  expect(await bring(spell(18, 22, 'SUMMARY:Bo Example'))).toMatchObject({ made: 1 });
  expect(await onCall(hours(19))).toEqual(['bo']);
  const two = file(20, 'SUMMARY:x', 'ATTENDEE:mailto:bo@example.org', 'ATTENDEE:mailto:CY@example.org');
  expect(await bring(two)).toMatchObject({
    made: 0,
    events: [
      {
        person: null,
        problem: expect.stringContaining('several people (BO Example, CY Example)') as unknown,
      },
    ],
  });
  expect(await onCall(hours(21))).toEqual(['bo']);
});

test('pager and roster agree at a thousand random instants of a rota with overrides beside it', async () => {
  const { env, by, hours, lead } = await world();
  await makeOverride(by('bo'), {
    name: 'rota',
    kind: 'take',
    user: 'bo',
    start: hours(10),
    end: hours(100),
    why: 'x',
  });
  await makeOverride(by('cy'), {
    name: 'rota',
    kind: 'add',
    user: 'cy',
    start: hours(50),
    end: hours(700),
    why: 'x',
  });
  await makeOverride(lead, {
    name: 'rota',
    kind: 'remove',
    user: 'bo',
    start: hours(90),
    end: hours(95),
    why: 'x',
  });
  const from = env.clock.now().getTime();
  const span = { from: new Date(from).toISOString(), to: new Date(from + 1_000 * hourMs).toISOString() };
  const { shifts: listed } = await listShifts(lead, { name: 'rota', ...span });
  const roster = await readRoster(env);
  const contacts = await readContacts(env);
  for (let index = 0; index < 1_000; index += 1) {
    const at = from + ((index * 7_919) % 1_000) * hourMs + index * 1_013;
    const paged = worldOf({ catalog: roster, contacts }, new Date(at))
      .reach({ schedule: 'rota' }, { severity: null, isLast: false })
      .map((each) => each.person);
    const shift = listed.find((each) => Date.parse(each.from) <= at && at < Date.parse(each.to));
    expect([...new Set(paged)]).toEqual(shift?.people);
  }
  expect(shifts(roster.get('Schedule', 'rota')?.spec ?? never(), { from, to: from + 1 })[0]?.people).toEqual([
    'ada',
  ]);
});

function never(): never {
  throw new Error('no such schedule');
}
