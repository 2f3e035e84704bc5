import type { Catalog } from '#catalog';
import type { Tx } from '#platform';
import type { Shift } from '../core/shifts.ts';
import { ofRota } from '../core/swap.ts';
import { refusal, type Schedule } from '../schedules/owners.ts';
import { isoMinute, personName } from '../schedules/wire.ts';

/** A time that somebody offers or gives, as RFC 3339. */
export interface Wish {
  readonly start: string;
  readonly end: string;
}

interface MustBeOn {
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly person: string;
  readonly wish: Wish;
  readonly path: string;
}

/** The wish from now on, if the person is on for all of it; else a refusal that says who is, and when. */
export function mustBeOn(tx: Tx, { catalog, schedule, person, wish, path }: MustBeOn): Wish {
  const from = Math.max(Date.parse(wish.start), tx.now.getTime());
  const to = Date.parse(wish.end);
  if (to <= from) throw refusal(path, 'is over already');
  // Without the fallback: it stands in for a hole, and an override cannot replace it.
  const other = ofRota(schedule.spec, { from, to }).find(({ people }) => !people.includes(person));
  if (other) throw refusal(path, notOn(catalog, { schedule, person, other }));
  return { start: new Date(from).toISOString(), end: wish.end };
}

function notOn(
  catalog: Catalog,
  { schedule, person, other }: { schedule: Schedule; person: string; other: Shift },
): string {
  const [from, to] = [isoMinute(other.from), isoMinute(other.to)];
  const who =
    other.people.length === 0
      ? 'nobody of the rota is'
      : `${other.people.map((name) => personName(catalog, name)).join(', ')} is`;
  return `${personName(catalog, person)} is not on call for ${schedule.spec.displayName ?? schedule.name} in all of that time: from ${from} to ${to} ${who}`;
}
