import type { Coverage } from '@fieldmarshal/contract/oncall/coverage';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { judge, loads } from '../core/coverage.ts';
import { gaps, holes, shifts, type Span } from '../core/shifts.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mustFindSchedule, ownersOf, type Schedule } from '../schedules/owners.ts';
import { personName, wireShift, wireSpan, zoneOfPerson } from '../schedules/wire.ts';

const yearMs = 364 * 86_400_000;
const listMax = 500;

/** What will go wrong with a schedule over the next 52 weeks, and how fairly it spreads the work. */
export async function readCoverage(ctx: Ctx, { name }: { name: string }): Promise<Coverage> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  const from = ctx.env.clock.now().getTime();
  return coverageOf(catalog, schedule, { from, to: from + yearMs });
}

function coverageOf(catalog: Catalog, schedule: Schedule, range: Span): Coverage {
  const { name, spec } = schedule;
  const final = shifts(spec, range);
  const rota = shifts({ ...spec, fallback: [] }, range);
  const open = holes(spec, range);
  const bare = new Set(gaps(spec, range).map((gap) => gap.from));
  const staff = spec.staff ?? 1;
  // Without a stated number, more than one at once is what slots of several or the union mean, so it is no accident.
  const meant = spec.combine === 'union' || spec.layers.some((each) => each.participants.some(isSeveral));
  const most = spec.staff ?? (meant ? Infinity : 1);
  const overlaps = rota.filter(({ people }) => people.length > most);
  const short = rota.filter(({ people }) => people.length > 0 && people.length < staff);
  const people = [...new Set(rota.flatMap((shift) => shift.people))];
  const carried = loads(rota, new Map(people.map((person) => [person, zoneOfPerson(catalog, person)])));
  const verdict = judge({ range, holes: open, loads: carried });
  return {
    ...wireSpan(range),
    schedule: name,
    displayName: spec.displayName ?? name,
    owners: ownersOf(catalog, schedule).map((person) => personName(catalog, person)),
    holes: open.slice(0, listMax).map((hole) => ({
      ...wireSpan(hole),
      fallback: spec.fallback.length > 0 && !bare.has(hole.from),
    })),
    overlaps: overlaps.slice(0, listMax).map((shift) => wireShift(shift)),
    understaffed: short.slice(0, listMax).map((shift) => ({ ...wireShift(shift), wanted: staff })),
    score: verdict?.score ?? null,
    parts: (verdict?.parts ?? []).map((part) => ({
      ...part,
      sentence: people.reduce(
        (text, each) => text.replace(`${each} `, `${personName(catalog, each)} `),
        part.sentence,
      ),
    })),
    people: carried.map((load) => ({
      person: load.person,
      displayName: personName(catalog, load.person),
      timeZone: load.timeZone,
      hours: load.hours,
      nightHours: load.nightHours,
      weekendHours: load.weekendHours,
      shifts: load.shifts,
      shortestRestHours: load.shortestRestHours,
    })),
    cut: Math.max(open.length, overlaps.length, short.length) > listMax,
    warnings: goneFrom(
      catalog,
      final.flatMap((shift) => shift.people),
    ),
  };
}

function isSeveral(participant: string | readonly string[]): boolean {
  return typeof participant !== 'string' && participant.length > 1;
}

function goneFrom(catalog: Catalog, people: readonly string[]): string[] {
  return [...new Set(people)]
    .filter((person) => !catalog.get('Person', person))
    .map((person) => `${person} is no longer in the catalog, but still has turns: nobody is paged in them.`);
}
