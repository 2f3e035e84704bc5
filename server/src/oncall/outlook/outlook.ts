import type { Outlook } from '@fieldmarshal/contract/oncall/coverage';
import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '#catalog';
import { judge, loads } from '../core/coverage.ts';
import { gaps, shifts, type Span } from '../core/shifts.ts';
import { personName, wireShift, wireSpan, zoneOfPerson } from '../schedules/wire.ts';

const listMax = 500;

/** How good a rota is over a stretch, saved or a draft: its holes, overlaps nobody meant, and how it spreads the load. */
export function outlookOf(catalog: Catalog, spec: Spec<'Schedule'>, range: Span): Outlook {
  const rota = shifts({ ...spec, fallback: [] }, range);
  const open = rota.filter(({ people }) => people.length === 0);
  const bare = new Set(gaps(spec, range).map((gap) => gap.from));
  const staff = spec.staff ?? 1;
  const overlaps = rota.filter(({ people }) => people.length > mostOf(spec));
  const short = rota.filter(({ people }) => people.length > 0 && people.length < staff);
  const people = [...new Set(rota.flatMap((shift) => shift.people))];
  const carried = loads(rota, new Map(people.map((person) => [person, zoneOfPerson(catalog, person)])));
  const verdict = judge({ range, holes: open, loads: carried });
  return {
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
  };
}

/** Without a stated number, more than one at once is what slots of several or the union mean, so it is no accident. */
function mostOf({ staff, combine, layers }: Spec<'Schedule'>): number {
  const isMeant = combine === 'union' || layers.some((each) => each.participants.some(isSeveral));
  return staff ?? (isMeant ? Infinity : 1);
}

function isSeveral(participant: string | readonly string[]): boolean {
  return typeof participant !== 'string' && participant.length > 1;
}
