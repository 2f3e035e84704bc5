import { zoneOf } from '@fieldmarshal/server/rota';
import type { LayerDraft, Note, OverrideDraft, RenderedShift } from '../core/draft.ts';
import { clockOf, weekDays, type WeekDay } from '../core/reading.ts';
import { takesOf } from '../core/takes.ts';
import type { Window } from '../source.ts';
import type { OnCallShift } from './shape.ts';

const dayMs = 86_400_000;
const types: Readonly<Record<string, LayerDraft['handoff']['type']>> = {
  hourly: 'hourly',
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
};
const periodS: Readonly<Record<string, number>> = { hourly: 3_600, daily: 86_400, weekly: 7 * 86_400 };

interface Around {
  readonly zone: string;
  readonly field: string;
  readonly notes: Note[];
  /** Who its schedule says is on, from `window.from` on. */
  readonly final: readonly RenderedShift[];
  readonly window: Window;
}

/** A shift that is one stretch of time, or a rotation, in our terms; with its level, by which the higher one wins. */
export interface ReadShift {
  readonly level: number;
  readonly layer: LayerDraft | null;
  readonly overrides: readonly OverrideDraft[];
}

export function readShift(given: OnCallShift, around: Around): ReadShift {
  const { field, notes } = around;
  const nothing = (why: string, at = field): ReadShift => {
    notes.push({ field: at, outcome: 'lost', why });
    return { level: 0, layer: null, overrides: [] };
  };
  const level = given.level ?? 0;
  const slots = slotsOf(given);
  if (given.type === 'override' && slots.length === 0) return untold(given, around);
  if (slots.length === 0) return nothing('nobody is in it');
  if ((given.by_month ?? []).length > 0 || (given.by_monthday ?? []).length > 0)
    return nothing('shifts by month or day of the month do not exist here', `${field}.by_month`);
  const start = instantOf(given.start, around.zone);
  if (given.type === 'override')
    return { level, layer: null, overrides: overridesOf(slots[0] ?? [], start, given.duration) };
  // A rotation made on the web that does not recur is one stretch, too.
  if (given.type === 'single_event' || (given.type === 'rolling_users' && !given.frequency)) {
    const end = iso(start + given.duration * 1_000);
    return {
      level,
      overrides: [],
      layer: {
        ...head(given, around),
        start: iso(start),
        end,
        handoff: { type: 'none', length: 1 },
        participants: [slots[0] ?? []],
        restrictions: [],
      },
    };
  }
  if (given.type !== 'recurrent_event' && given.type !== 'rolling_users')
    return nothing(`a shift of type ${given.type} is not known`);
  const layer = rotation(given, { ...around, slots, start });
  return { level, layer, overrides: [] };
}

/** An override made on the web: the API says when, but not who. Whoever is on then was put there by it. */
function untold({ start, duration }: OnCallShift, { zone, field, notes, final, window }: Around): ReadShift {
  const from = Math.max(instantOf(start, zone), Date.parse(window.from));
  const to = instantOf(start, zone) + duration * 1_000;
  const { overrides } = from < to ? takesOf(final, { from, to }) : { overrides: [] };
  if (from < to)
    notes.push(
      overrides.length > 0
        ? { field, outcome: 'changed', why: 'the API does not tell whose it is: taken from the final shifts' }
        : { field, outcome: 'lost', why: 'the API does not tell whose it is' },
    );
  return { level: 0, layer: null, overrides };
}

function head(given: OnCallShift, { zone }: Around): Pick<LayerDraft, 'name' | 'timezone'> {
  return { name: given.name.trim().slice(0, 200) || 'Shift', timezone: zone };
}

/** The slots in turn, beginning with the one whose turn is the first. */
function slotsOf({
  users,
  rolling_users: rolling,
  start_rotation_from_user_index: index,
}: OnCallShift): string[][] {
  const slots = (rolling ?? []).filter((slot) => slot.length > 0);
  if (slots.length === 0) return (users ?? []).length > 0 ? [users ?? []] : [];
  const at = (index ?? 0) % slots.length;
  return [...slots.slice(at), ...slots.slice(0, at)];
}

interface Rotating extends Around {
  readonly slots: readonly (readonly string[])[];
  readonly start: number;
}

function rotation(given: OnCallShift, { slots, start, ...around }: Rotating): LayerDraft | null {
  const { field, notes, zone } = around;
  const lost = (at: string, why: string): null => {
    notes.push({ field: `${field}.${at}`, outcome: 'lost', why });
    return null;
  };
  const type = types[given.frequency ?? ''];
  if (type === undefined) return lost('frequency', `"${given.frequency ?? ''}" is not known`);
  const interval = given.interval ?? 1;
  if (given.type === 'recurrent_event' && interval > 1)
    return lost(
      'interval',
      `every ${interval} turns of one and the same slot leaves turns with nobody, which do not exist here`,
    );
  const days = given.by_day ?? [];
  if (days.length > 0 && type !== 'weekly' && slots.length > 1)
    notes.push({
      field: `${field}.by_day`,
      outcome: 'changed',
      why: 'turns go on over days that are left out; Grafana OnCall may count them otherwise',
    });
  const restrictions = windows(given, { type, interval, zone, start });
  if (restrictions === null)
    return lost(
      'duration',
      `a shift of ${given.duration} s in turns of ${interval} ${type} is no daily or weekly window`,
    );
  const anchor =
    type === 'weekly' && days.length > 0 ? weekStart(start, zone, given.week_start ?? 'SU') : start;
  return {
    ...head(given, around),
    start: iso(given.rotation_start ? Math.max(start, instantOf(given.rotation_start, zone)) : start),
    anchor: iso(anchor),
    ...(given.until ? { end: iso(instantOf(given.until, zone)) } : {}),
    handoff: slots.length === 1 ? { type: 'none', length: 1 } : { type, length: interval },
    participants: slots,
    restrictions,
  };
}

interface Turn {
  readonly type: LayerDraft['handoff']['type'];
  readonly interval: number;
  readonly zone: string;
  readonly start: number;
}

/** The windows of a turn in which somebody is on; none where it is all of it, null where ours cannot say it. */
function windows(
  { duration, by_day: days }: OnCallShift,
  { type, interval, zone, start }: Turn,
): LayerDraft['restrictions'] | null {
  const period = periodS[type];
  if (period === undefined) return null;
  const listed = days ?? [];
  if (listed.length === 0 && duration === period * interval) return [];
  const wall = zoneOf(zone).wallAt(start);
  const second = Math.floor((((wall % dayMs) + dayMs) % dayMs) / 1_000);
  const [from, to] = [clockOf(second), clockOf((second + duration) % 86_400)];
  if (!from.exact || !to.exact) return null;
  const isDaily = type === 'daily' || (type === 'weekly' && listed.length > 0);
  if (isDaily && duration <= 86_400)
    return [{ days: listed.length > 0 ? [...listed] : [...weekDays], from: from.text, to: to.text }];
  if (type !== 'weekly' || listed.length > 0 || duration > period) return null;
  const day = dayOfWall(wall);
  const toDay = weekDays[(weekDays.indexOf(day) + Math.floor((second + duration) / 86_400)) % 7] ?? day;
  return [{ from_day: day, from: from.text, to_day: toDay, to: to.text }];
}

function dayOfWall(wall: number): WeekDay {
  return weekDays[(new Date(wall).getUTCDay() + 6) % 7] ?? 'MO';
}

/** The beginning of the week that a start lies in, at its time of day. */
function weekStart(start: number, zone: string, first: WeekDay): number {
  const clock = zoneOf(zone);
  const wall = clock.wallAt(start);
  const back = (weekDays.indexOf(dayOfWall(wall)) - weekDays.indexOf(first) + 7) % 7;
  return clock.instantOf(wall - back * dayMs);
}

/** Times of this API carry no zone. */
function instantOf(text: string, zone: string): number {
  return zoneOf(zone).instantOf(Date.parse(`${text.slice(0, 19)}Z`));
}

function overridesOf(people: readonly string[], start: number, duration: number): OverrideDraft[] {
  const span = { start: iso(start), end: iso(start + duration * 1_000) };
  return people.map((user, index) => ({ kind: index === 0 ? 'take' : 'add', user, ...span }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
