import type { Shift } from '../../core/shifts.ts';

/** The watch goes from some people to others. Instants in milliseconds since the epoch. */
export interface Change {
  /** When the outgoing people's time ends; before `at` where nobody is on between. */
  readonly endsAt: number;
  readonly at: number;
  /** Who is no longer on afterwards; never empty, in alphabetical order. */
  readonly outgoing: readonly string[];
  /** Who is newly on; never empty, in alphabetical order. */
  readonly incoming: readonly string[];
}

/** Who was on last, as of the last look. */
export interface Seen {
  readonly at: number;
  /** Empty where nobody has been on yet. */
  readonly people: readonly string[];
  /** Until when they were on; not after `at`. */
  readonly until: number;
}

/**
 * The changes in shifts that begin at `seen.at`, with the one that an edit of the schedule has made since the last look: it counts from
 * that look. A time with nobody on is bridged: who was on before it hands over to who is on after it. Where people only join or only
 * leave, nobody hands over: those who stay have the watch.
 */
export function changesIn(seen: Seen, shifts: readonly Shift[]): Change[] {
  const changes: Change[] = [];
  let before = seen.people.length === 0 ? null : { people: seen.people, to: seen.until };
  for (const shift of shifts) {
    if (shift.people.length === 0) continue;
    const change = before && changeBetween(before, shift);
    if (change) changes.push(change);
    before = shift;
  }
  return changes;
}

function changeBetween(before: { people: readonly string[]; to: number }, after: Shift): Change | null {
  const outgoing = before.people.filter((name) => !after.people.includes(name)).toSorted();
  const incoming = after.people.filter((name) => !before.people.includes(name)).toSorted();
  if (outgoing.length === 0 || incoming.length === 0) return null;
  return { endsAt: Math.min(before.to, after.from), at: after.from, outgoing, incoming };
}

/** What the next look starts from: who is on at `now`, or was last. */
export function seenAt(seen: Seen, shifts: readonly Shift[], now: number): Seen {
  const last = shifts.findLast(({ from, people }) => from <= now && people.length > 0);
  return last ? { at: now, people: last.people, until: Math.min(last.to, now) } : { ...seen, at: now };
}

/** Whether two changes are one and the same. */
export function isSameChange(a: Change, b: Change): boolean {
  return a.at === b.at && sameNames(a.outgoing, b.outgoing) && sameNames(a.incoming, b.incoming);
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
