import type { Spec } from '@fieldmarshal/contract/catalog';
import { dayMs, type Zone } from '@fieldmarshal/contract/time';

type ScheduleSpec = Spec<'Schedule'>;
/** The part of a schedule that decides who is on. */
export type ScheduleRules = Pick<ScheduleSpec, 'timezone' | 'combine' | 'layers' | 'overrides' | 'fallback'>;
export type Layer = ScheduleRules['layers'][number];

/** Half-open `[from, to)`, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Who is on in a span; nobody is an empty list. */
export interface Shift extends Span {
  readonly people: readonly string[];
}

const hourMs = 3_600_000;

/** The slots of a layer's rotation that touch `[from, to)`, restrictions not applied, clipped to it and to the layer's own life. */
export function slots(layer: Layer, zone: Zone, { from, to }: Span): Shift[] {
  const start = Math.max(from, Date.parse(layer.start));
  const end = layer.end === undefined ? to : Math.min(to, Date.parse(layer.end));
  const { participants } = layer;
  const found: Shift[] = [];
  if (start >= end || participants.length === 0) return found;
  if (layer.handoff.type === 'none') return [{ from: start, to: end, people: peopleOf(participants[0]) }];

  const handoff = handoffOf(layer, zone);
  // One turn early, since a change of clocks may move a hand-off across the estimate.
  for (let turn = handoff.turnNear(start) - 1; ; turn += 1) {
    const turnStart = handoff.at(turn);
    if (turnStart >= end) return found;
    const slot = { from: Math.max(turnStart, start), to: Math.min(handoff.at(turn + 1), end) };
    const index = ((turn % participants.length) + participants.length) % participants.length;
    if (slot.from < slot.to) found.push({ ...slot, people: peopleOf(participants[index]) });
  }
}

function peopleOf(participant: string | readonly string[] | undefined): readonly string[] {
  return participant === undefined ? [] : typeof participant === 'string' ? [participant] : participant;
}

interface Handoff {
  /** The instant of hand-off number `turn`; 0 is the anchor's, and numbers may be negative. */
  at(turn: number): number;
  /** A turn that starts at or before the instant, or at most one after that. */
  turnNear(instant: number): number;
}

function handoffOf({ handoff, anchor, start }: Layer, zone: Zone): Handoff {
  const origin = Date.parse(anchor ?? start);
  if (handoff.type === 'hourly') {
    const step = handoff.length * hourMs;
    return { at: (turn) => origin + turn * step, turnNear: (at) => Math.floor((at - origin) / step) };
  }
  const wall = zone.wallAt(origin);
  if (handoff.type === 'monthly') {
    return {
      at: (turn) => zone.instantOf(addMonths(wall, turn * handoff.length)),
      turnNear: (at) => Math.floor((monthOf(zone.wallAt(at)) - monthOf(wall)) / handoff.length) - 1,
    };
  }
  const step = handoff.length * (handoff.type === 'weekly' ? 7 : 1) * dayMs;
  return {
    at: (turn) => zone.instantOf(wall + turn * step),
    turnNear: (at) => Math.floor((zone.wallAt(at) - wall) / step),
  };
}

function monthOf(wall: number): number {
  const date = new Date(wall);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The same day and time of a later month; a day the month does not have becomes its last. */
function addMonths(wall: number, months: number): number {
  const date = new Date(wall);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = ((wall % dayMs) + dayMs) % dayMs;
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) + timeOfDay;
}
