import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Catalog } from '#catalog';
import type { DB } from '#platform';
import { onCallAt } from '../core/shifts.ts';
import { isPagedBeside } from '../handover/core/baton.ts';

/** Somebody who is paged beside who is on call by a schedule: with them, never instead of them. */
export interface Beside {
  readonly person: string;
  /** As what they are paged. */
  readonly why: string;
}

/** Outgoing people whose handover is not accepted yet. */
export interface Waiting {
  readonly schedule: string;
  readonly outgoing: readonly string[];
  readonly endsAt: number;
}

/** Kept beside the catalog, since every reader of the roster has one and looks people up in it. */
const waitingOf = new WeakMap<Catalog, readonly Waiting[]>();

export function setBeside(catalog: Catalog, waiting: readonly Waiting[]): void {
  waitingOf.set(catalog, waiting);
}

/** Who is paged beside the people of a schedule at a moment (milliseconds since the epoch), each once; who is on call is not among them. */
export function besideOf(catalog: Catalog, schedule: string, at: number): Beside[] {
  const waiting = (waitingOf.get(catalog) ?? []).filter(
    (each) => each.schedule === schedule && isPagedBeside({ status: 'offered', endsAt: each.endsAt }, at),
  );
  const spec = catalog.get('Schedule', schedule)?.spec;
  if (waiting.length === 0 || !spec) return [];
  const on = onCallAt(spec, at);
  const people = new Set(waiting.flatMap(({ outgoing }) => outgoing));
  return [...people]
    .filter((person) => !on.includes(person) && catalog.get('Person', person))
    .map((person) => ({
      person,
      why: `handed ${spec.displayName ?? schedule} over, not accepted yet`,
    }));
}

const names = z.array(z.string());

export async function readWaiting(db: Kysely<DB>): Promise<Waiting[]> {
  const rows = await db
    .selectFrom('handover')
    .select(['schedule', 'outgoing', 'ends_at'])
    .where('status', 'in', ['prepared', 'offered', 'signed', 'escalated'])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    schedule: row.schedule,
    outgoing: names.parse(row.outgoing),
    endsAt: row.ends_at.getTime(),
  }));
}
