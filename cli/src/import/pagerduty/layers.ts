import type { LayerDraft, Note } from '../core/draft.ts';
import { clockOf, weekDays } from '../core/reading.ts';
import type { PagerDutyLayer, restriction } from './shape.ts';
import type { z } from 'zod';
import type { StatedTurns } from '../core/evaluate.ts';

const [hourS, dayS, weekS] = [3_600, 86_400, 604_800];

/** One layer in our terms, or null with a note of why it cannot be. */
export function readLayer(given: PagerDutyLayer, field: string): { layer: LayerDraft | null; notes: Note[] } {
  const notes: Note[] = [];
  const handoff = handoffOf(given.rotation_turn_length_seconds);
  const participants = given.users.map(({ user }) => [user.id]);
  if (handoff === null) {
    const why = `a turn of ${given.rotation_turn_length_seconds} s is no whole number of hours, days or weeks`;
    return { layer: null, notes: [{ field: `${field}.rotation_turn_length_seconds`, outcome: 'lost', why }] };
  }
  if (participants.length === 0)
    return {
      layer: null,
      notes: [{ field: `${field}.users`, outcome: 'lost', why: 'the layer has nobody' }],
    };
  const restrictions = (given.restrictions ?? []).map((each, index) =>
    windowOf(each, `${field}.restrictions[${index}]`, notes),
  );
  const layer: LayerDraft = {
    name: (given.name ?? '').trim().slice(0, 200) || 'Layer',
    start: utc(given.start),
    anchor: utc(given.rotation_virtual_start),
    ...(given.end ? { end: utc(given.end) } : {}),
    handoff,
    participants,
    // A window of the whole time is none.
    restrictions: restrictions.includes('always')
      ? []
      : restrictions.flatMap((each) => (each === null || each === 'always' ? [] : [each])),
  };
  return { layer, notes };
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}

/** Days and weeks are wall clock in PagerDuty, as here; anything else counts elapsed hours. */
function handoffOf(seconds: number): LayerDraft['handoff'] | null {
  const [type, unit]: ['weekly' | 'daily' | 'hourly', number] =
    seconds % weekS === 0 ? ['weekly', weekS] : seconds % dayS === 0 ? ['daily', dayS] : ['hourly', hourS];
  const length = seconds / unit;
  return Number.isInteger(length) && length <= 1_000 ? { type, length } : null;
}

type Window = LayerDraft['restrictions'][number];

function windowOf(
  given: z.output<typeof restriction>,
  field: string,
  notes: Note[],
): Window | 'always' | null {
  const [hours = 0, minutes = 0, seconds = 0] = given.start_time_of_day.split(':').map(Number);
  const start = hours * hourS + minutes * 60 + seconds;
  const end = start + given.duration_seconds;
  const isWeekly = given.type === 'weekly_restriction';
  if (given.duration_seconds >= (isWeekly ? weekS : dayS)) return 'always';
  const [from, to] = [clockOf(start), clockOf(end % dayS)];
  if (!from.exact || !to.exact)
    notes.push({
      field,
      outcome: 'changed',
      why: 'windows begin and end at whole minutes; the seconds are dropped',
    });
  if (given.type === 'daily_restriction') return { days: [...weekDays], from: from.text, to: to.text };
  const day = given.start_day_of_week;
  const fromDay = isWeekly && day ? weekDays[day - 1] : undefined;
  if (fromDay === undefined || !day) {
    notes.push({
      field,
      outcome: 'lost',
      why: `a restriction of type ${given.type} without a day is not known`,
    });
    return null;
  }
  const toDay = weekDays[(day - 1 + Math.floor(end / dayS)) % 7] ?? fromDay;
  return { from_day: fromDay, from: from.text, to_day: toDay, to: to.text };
}

/** The same layer as it stands, for asking it apart from our schedule code. */
export function statedLayer(given: PagerDutyLayer): StatedTurns {
  return {
    from: Date.parse(given.start),
    to: given.end ? Date.parse(given.end) : null,
    anchor: Date.parse(given.rotation_virtual_start),
    turnSeconds: given.rotation_turn_length_seconds,
    byWallClock: given.rotation_turn_length_seconds % dayS === 0,
    people: given.users.map(({ user }) => [user.id]),
    windows: (given.restrictions ?? []).map((each) => {
      const [hours = 0, minutes = 0, seconds = 0] = each.start_time_of_day.split(':').map(Number);
      const isWeekly = each.type === 'weekly_restriction';
      const day = isWeekly ? (each.start_day_of_week ?? 1) - 1 : 0;
      const start = day * dayS + hours * hourS + minutes * 60 + seconds;
      return { period: isWeekly ? 'week' : 'day', start, seconds: each.duration_seconds };
    }),
  };
}
