import type { LayerDraft, Note } from '../core/draft.ts';
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
