import { onCallAt } from '@fieldmarshal/server/rota';
import type { LayerDraft, Note, OverrideDraft, ScheduleDraft } from '../core/draft.ts';
import { longAgo, zoneOrNull, type WeekDay } from '../core/reading.ts';
import { takesOf } from '../core/takes.ts';
import type { Rotation, Schedule } from './shape.ts';

const handoffs: Readonly<Record<string, LayerDraft['handoff']['type']>> = {
  hourly: 'hourly',
  daily: 'daily',
  weekly: 'weekly',
  monthly: 'monthly',
};
/** GoAlert counts days from Sunday. */
const days: readonly WeekDay[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

type Head = Pick<LayerDraft, 'name' | 'start' | 'handoff' | 'participants' | 'timezone'>;

interface Around {
  readonly rotations: ReadonlyMap<string, Rotation>;
  /** RFC 3339. */
  readonly now: string;
  readonly notes: Note[];
}

/** One layer for each target of the schedule, with the windows of its rules; everybody of every layer is on. */
export function readTargets(given: Schedule, { rotations, now, notes }: Around): LayerDraft[] {
  return given.targets.flatMap(({ target, rules }, index): LayerDraft[] => {
    const field = `targets[${index}]`;
    const restrictions = rules.flatMap(({ start, end, weekdayFilter }) => {
      const on = days.filter((_, day) => weekdayFilter[day] === true);
      return on.length === 0 ? [] : [{ days: on, from: start, to: end }];
    });
    if (restrictions.length === 0) return [];
    const always = restrictions.some((each) => each.days.length === 7 && each.from === each.to);
    const head =
      target.type === 'user'
        ? userHead(target.id)
        : rotationHead(rotations.get(target.id), { field, now, notes });
    if (head !== null) return [{ ...head, restrictions: always ? [] : restrictions }];
    if (target.type !== 'rotation')
      notes.push({ field, outcome: 'lost', why: `a target of type ${target.type} is not known` });
    return [];
  });
}

/** What a step that names a rotation pages: the schedule that has nothing but this rotation, all the time. */
export function scheduleOfRotation(given: Rotation, now: string): ScheduleDraft {
  const notes: Note[] = [];
  const head = rotationHead(given, { field: 'rotation', now, notes });
  return {
    id: rotationScheduleId(given.id),
    name: given.name,
    timeZone: given.timeZone,
    combine: 'union',
    layers: head === null ? [] : [{ ...head, restrictions: [] }],
    overrides: [],
    rendered: null,
    renderedBy: 'source',
    notes,
  };
}

export function rotationScheduleId(rotation: string): string {
  return `rotation ${rotation}`;
}

function userHead(id: string): Head {
  return { name: `User ${id}`, start: longAgo, handoff: { type: 'none', length: 1 }, participants: [[id]] };
}

interface At {
  readonly field: string;
  readonly now: string;
  readonly notes: Note[];
}

function rotationHead(given: Rotation | undefined, { field, now, notes }: At): Head | null {
  const type = given && handoffs[given.type];
  const lost = (why: string): null => {
    notes.push({ field, outcome: 'lost', why });
    return null;
  };
  if (!given) return lost('its rotation does not exist any more');
  if (type === undefined) return lost(`a rotation of type ${given.type} is not known`);
  if (given.userIDs.length === 0) return lost('the rotation has nobody');
  if (zoneOrNull(given.timeZone) === null) return lost(`"${given.timeZone}" is no IANA zone`);
  const head = {
    name: given.name.slice(0, 200),
    start: new Date(given.start).toISOString(),
    timezone: given.timeZone,
    handoff: { type, length: given.shiftLength },
  };
  return { ...head, participants: inTurn(given, head, now).map((id) => [id]) };
}

/** GoAlert keeps who is on as a number; the list is turned so that counting from the start gives this person now, and goes on so. */
function inTurn(
  { userIDs, activeUserIndex }: Rotation,
  head: Omit<Head, 'participants'>,
  now: string,
): string[] {
  const numbers = userIDs.map((_, index) => String(index));
  const layer = { ...head, restrictions: [], participants: numbers };
  const [at] = onCallAt(
    { timezone: 'Etc/UTC', combine: 'precedence', layers: [layer], overrides: [], fallback: [] },
    Date.parse(now),
  );
  const shift = (((activeUserIndex - Number(at ?? 0)) % userIDs.length) + userIDs.length) % userIDs.length;
  return [...userIDs.slice(shift), ...userIDs.slice(0, shift)];
}

/** While a temporary schedule runs, its shifts are the whole schedule. */
export function readTemporary(given: Schedule, notes: Note[]): OverrideDraft[] {
  return (given.temporarySchedules ?? []).flatMap(({ shifts, start, end }, index) => {
    const made = takesOf(
      shifts.map(({ userID, ...shift }) => ({ ...shift, user: userID })),
      { from: Date.parse(start), to: Date.parse(end) },
    );
    if (made.hasGap)
      notes.push({
        field: `temporarySchedules[${index}]`,
        outcome: 'changed',
        why: 'where it has nobody, the usual rota is on here',
      });
    return made.overrides;
  });
}
