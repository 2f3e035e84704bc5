import type { Lanes, MyShifts, Timeline } from '@fieldmarshal/contract/oncall/timeline';
import { maySave } from '#catalog';
import { permit } from '#identity';
import { setImmediate } from 'node:timers/promises';
import type { Ctx } from '#platform';
import { activeShifts, holes, shifts, type ScheduleRules, type Span } from '../core/shifts.ts';
import { zoneOf } from '@fieldmarshal/contract/time';
import { readPast, shiftsAfter, shiftsOver } from '../history/shifts-over.ts';
import { listOverrides } from '../overrides/list-overrides.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mustFindPerson, mustFindSchedule, personOf, refusal, type Schedule } from './owners.ts';
import { iso, namesIn, personName, spanOf, wireShift, wireSpan } from './wire.ts';

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** All schedules over the same stretch, by default the coming week. */
export async function readTimeline(ctx: Ctx, asked: Asked): Promise<Timeline> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const now = ctx.env.clock.now();
  const span = spanOf(asked, { now, days: 7 });
  const schedules: Timeline['schedules'] = [];
  const people = new Set<string>();
  const past = await readPast(ctx, catalog.list('Schedule'), span);
  for (const schedule of catalog.list('Schedule')) {
    const found = shiftsAfter(past.get(schedule.name), schedule, span);
    for (const shift of found.shifts) for (const person of shift.people) people.add(person);
    schedules.push({
      schedule: schedule.name,
      displayName: schedule.spec.displayName ?? schedule.name,
      timeZone: schedule.spec.timezone,
      shifts: found.shifts.map((shift) => wireShift(shift)),
      holes: comingHoles(schedule, span, now.getTime()).map((hole) => wireSpan(hole)),
      hasFallback: schedule.spec.fallback.length > 0,
    });
    // A long roster gives way to others now and then.
    if (schedules.length % 50 === 0) await setImmediate();
  }
  return {
    ...wireSpan(span),
    schedules,
    people: Object.fromEntries(
      [...people].sort().map((person) => {
        const hub = catalog.get('Person', person)?.spec.hub ?? null;
        return [person, { displayName: personName(catalog, person), hub }];
      }),
    ),
    hubs: catalog.list('Hub').map(({ name, spec }) => ({
      name,
      displayName: spec.displayName ?? name,
      timeZone: spec.timeZone,
    })),
  };
}

/** A hole that is over can no longer be filled. */
function comingHoles({ spec }: Schedule, { from, to }: Span, now: number): Span[] {
  return holes(spec, { from: Math.max(from, now), to });
}

/** One schedule in its lanes, by default the coming two weeks. */
export async function readLanes(ctx: Ctx, { name, ...asked }: Asked & { name: string }): Promise<Lanes> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  const now = ctx.env.clock.now();
  const span = spanOf(asked, { now, days: 14 });
  const { shifts: final, recordedUntil } = await shiftsOver(ctx, schedule, span);
  const layers = layerLanes(schedule.spec, span);
  const { items } = await listOverrides(ctx, { name, from: iso(span.from), to: iso(span.to) });
  return {
    ...wireSpan(span),
    schedule: name,
    displayName: schedule.spec.displayName ?? name,
    timeZone: schedule.spec.timezone,
    editable: schedule.origin.from !== 'file' && schedule.origin.from !== 'backstage',
    maySave: maySave(ctx, catalog, schedule),
    layers: layers.map((layer) => ({ ...layer, shifts: layer.shifts.map((shift) => wireShift(shift)) })),
    overrides: items
      .filter((item) => item.void === null && Date.parse(item.start) < Date.parse(item.end))
      .map((item) => ({ from: item.start, to: item.end, text: overrideText(item), id: item.id })),
    final: final.map((shift) => wireShift(shift)),
    holes: comingHoles(schedule, span, now.getTime()).map((hole) => wireSpan(hole)),
    people: namesIn(catalog, [final, ...layers.map((layer) => layer.shifts)]),
    recordedUntil: recordedUntil === null ? null : iso(recordedUntil),
  };
}

type Item = Awaited<ReturnType<typeof listOverrides>>['items'][number];

function overrideText({ kind, userName, replacesName }: Item): string {
  switch (kind) {
    case 'take':
      return `${userName} alone`;
    case 'add':
      return `with ${userName}`;
    case 'remove':
      return `without ${userName}`;
    case 'replace':
      return `${userName} for ${replacesName}`;
  }
}

/** What each layer says by itself. */
export function layerLanes(rules: ScheduleRules, span: Span) {
  return rules.layers.map((layer) => {
    const timeZone = layer.timezone ?? rules.timezone;
    zoneOf(timeZone);
    return { name: layer.name, timeZone, shifts: activeShifts(layer, rules.timezone, span) };
  });
}

const aheadDays = 92;
const behindDays = 14;

/** A person's shifts now and ahead, over all schedules. */
export async function readMyShifts(ctx: Ctx, input: { person?: string | undefined }): Promise<MyShifts> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const person = input.person ?? personOf(ctx.actor);
  if (person === null) throw refusal('person', 'this key belongs to nobody, so say whose shifts');
  if (input.person !== undefined) mustFindPerson(catalog, person, 'person');
  const now = ctx.env.clock.now().getTime();
  const day = 86_400_000;
  const span = { from: now - behindDays * day, to: now + aheadDays * day };
  const mine = catalog
    .list('Schedule')
    .flatMap(({ name, spec }) => personSpans(spec, person, span).map((found) => ({ name, spec, found })))
    .filter(({ found }) => found.to > now)
    .toSorted((a, b) => a.found.from - b.found.from)
    .map(({ name, spec, found }) => ({
      ...wireSpan(found),
      schedule: name,
      displayName: spec.displayName ?? name,
    }));
  return {
    person,
    displayName: personName(catalog, person),
    now: mine.filter(({ from }) => Date.parse(from) <= now),
    next: mine.filter(({ from }) => Date.parse(from) > now),
  };
}

/** The stretches in which a person is on without a break. */
function personSpans(rules: ScheduleRules, person: string, span: Span): Span[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to, people } of shifts(rules, span)) {
    if (!people.includes(person)) continue;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}
