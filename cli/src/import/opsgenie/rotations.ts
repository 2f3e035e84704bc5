import type { LayerDraft, Note } from '../core/draft.ts';
import type { Recurring, StatedTurns } from '../core/evaluate.ts';
import { weekDays, type WeekDay } from '../core/reading.ts';
import type { Recipient, Rotation, TimeRestriction } from './shape.ts';

interface Around {
  readonly field: string;
  readonly notes: Note[];
  /** The people a participant stands for, by id; a user, or everybody of a team. */
  readonly peopleOf: (recipient: Recipient) => readonly string[];
}

const types: Readonly<Record<string, LayerDraft['handoff']['type']>> = {
  hourly: 'hourly',
  daily: 'daily',
  weekly: 'weekly',
};

/** A rotation in our terms; empty where it cannot be, with a note of why. */
export function readRotation(given: Rotation, { field, notes, peopleOf }: Around): LayerDraft[] {
  const type = types[given.type];
  if (type === undefined) {
    notes.push({
      field: `${field}.type`,
      outcome: 'lost',
      why: `a rotation of type "${given.type}" is not known`,
    });
    return [];
  }
  const participants = given.participants.flatMap((each, index) => {
    const at = `${field}.participants[${index}]`;
    if (each.type === 'none') {
      notes.push({
        field: at,
        outcome: 'lost',
        why: 'a turn with nobody ("No-one") does not exist here; who comes after moves up',
      });
      return [];
    }
    const people = peopleOf(each);
    if (each.type === 'team')
      notes.push({ field: at, outcome: 'changed', why: 'the team became its members of today' });
    if (people.length > 0) return [[...people]];
    notes.push({
      field: at,
      outcome: 'lost',
      why: `${each.type} ${each.username ?? each.name ?? each.id ?? ''} cannot be on call here; who comes after moves up`,
    });
    return [];
  });
  if (participants.length === 0) return [];
  return [
    {
      name: (given.name ?? '').trim().slice(0, 200) || 'Rotation',
      start: iso(given.startDate),
      ...(given.endDate ? { end: iso(given.endDate) } : {}),
      handoff: { type, length: given.length ?? 1 },
      participants,
      restrictions: given.timeRestriction
        ? windowsOf(given.timeRestriction, `${field}.timeRestriction`, notes)
        : [],
    },
  ];
}

function iso(text: string): string {
  return new Date(text).toISOString();
}

type Window = LayerDraft['restrictions'][number];

function windowsOf(given: TimeRestriction, field: string, notes: Note[]): Window[] {
  if (given.type === 'time-of-day' && given.restriction) {
    const { startHour, startMin, endHour, endMin } = given.restriction;
    return [{ days: [...weekDays], from: clock(startHour, startMin), to: clock(endHour, endMin) }];
  }
  if (given.type === 'weekday-and-time-of-day' && given.restrictions)
    return given.restrictions.flatMap(({ startDay, startHour, startMin, endDay, endHour, endMin }, index) => {
      const [fromDay, toDay] = [dayOf(startDay), dayOf(endDay)];
      if (fromDay && toDay)
        return [
          { from_day: fromDay, from: clock(startHour, startMin), to_day: toDay, to: clock(endHour, endMin) },
        ];
      notes.push({
        field: `${field}.restrictions[${index}]`,
        outcome: 'lost',
        why: `"${startDay}" or "${endDay}" is no day`,
      });
      return [];
    });
  notes.push({
    field,
    outcome: 'lost',
    why: `a restriction of type "${given.type}" is not known; the rotation is on all the time`,
  });
  return [];
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function dayOf(name: string): WeekDay | undefined {
  return weekDays.find((day) => name.toUpperCase().startsWith(day));
}

const hourS = 3_600;
const dayS = 24 * hourS;
const turnS: Readonly<Record<string, number>> = { hourly: hourS, daily: dayS, weekly: 7 * dayS };

/** The same rotation as it stands, for asking it apart from our schedule code; null where its type is not known. */
export function statedRotation(given: Rotation, peopleOf: Around['peopleOf']): StatedTurns | null {
  const turn = turnS[given.type];
  if (turn === undefined) return null;
  return {
    from: Date.parse(given.startDate),
    to: given.endDate ? Date.parse(given.endDate) : null,
    anchor: Date.parse(given.startDate),
    turnSeconds: turn * (given.length ?? 1),
    byWallClock: given.type !== 'hourly',
    people: given.participants.map((each) => peopleOf(each)),
    windows: given.timeRestriction ? recurring(given.timeRestriction) : [],
  };
}

function recurring({ restriction, restrictions }: TimeRestriction): Recurring[] {
  const second = (hour: number, minute: number): number => hour * hourS + minute * 60;
  const daily = restriction
    ? [
        windowBetween(
          'day',
          second(restriction.startHour, restriction.startMin),
          second(restriction.endHour, restriction.endMin),
        ),
      ]
    : [];
  const weekly = (restrictions ?? []).flatMap((each) => {
    const [from, to] = [dayOf(each.startDay), dayOf(each.endDay)];
    if (!from || !to) return [];
    const start = weekDays.indexOf(from) * dayS + second(each.startHour, each.startMin);
    return [windowBetween('week', start, weekDays.indexOf(to) * dayS + second(each.endHour, each.endMin))];
  });
  return [...daily, ...weekly];
}

/** From one moment of the period to another, round its end where need be; equal = all of it. */
function windowBetween(period: Recurring['period'], start: number, end: number): Recurring {
  const length = period === 'day' ? dayS : 7 * dayS;
  return { period, start, seconds: (end - start + length) % length || length };
}
