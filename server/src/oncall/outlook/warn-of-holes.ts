import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { defineTask, inTransaction, type Ctx, type Tx } from '#platform';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { holes, type Span } from '../core/shifts.ts';
import { readDirectory } from '../roster/read-roster.ts';
import { ownersOf, type Schedule } from '../schedules/owners.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { iso } from '../schedules/wire.ts';

/** Looks for holes that come near. */
export const warnTask = defineTask('oncall.warn-of-holes', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 3_600_000,
});

const dayMs = 86_400_000;
/** So many days before a hole its owners are told, each time once. */
const daysAhead = [1, 7, 30];
/** Holes named in one message; the rest is a number. */
const namedMax = 10;

/**
 * Tells the owners of each schedule of holes within 30, 7 and 1 days, each once: a hole that is found late is told with the nearest
 * of these only. All holes of a schedule that are due make one message.
 */
export async function warnOfHoles(ctx: Ctx): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    for (const schedule of catalog.list('Schedule')) {
      const open = holes(schedule.spec, { from: now, to: now + 30 * dayMs });
      const due = open.map((hole) => ({ hole, days: nearest(hole, now) }));
      const fresh = await markWarned(tx, schedule.name, due);
      if (fresh.length > 0) await warn(tx, { catalog, contacts, schedule, fresh });
    }
  });
}

interface Due {
  readonly hole: Span;
  readonly days: number;
}

function nearest({ from }: Span, now: number): number {
  return daysAhead.find((days) => from - now <= days * dayMs) ?? 30;
}

/** Those of which nobody was told yet at this distance or nearer; marked as told. */
async function markWarned(tx: Tx, schedule: string, due: readonly Due[]): Promise<Due[]> {
  if (due.length === 0) return [];
  const rows = due.map(({ hole, days }) => ({ at: iso(hole.from), days }));
  const { rows: stored } = await sql<{ hole_at: Date }>`
    insert into coverage_warning (schedule, hole_at, days_ahead, warned_at)
    select ${schedule}, n.at, n.days, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(at timestamptz, days int)
    -- A hole that has begun starts "now" at every look; it was told of before.
    where n.at > now() or not exists (select 1 from coverage_warning w where w.schedule = ${schedule} and w.hole_at <= n.at and w.days_ahead = n.days)
    on conflict do nothing returning hole_at`.execute(tx.db);
  const fresh = new Set(stored.map((row) => row.hole_at.getTime()));
  return due.filter(({ hole }) => fresh.has(hole.from));
}

interface Warn {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly schedule: Schedule;
  readonly fresh: readonly Due[];
}

async function warn(tx: Tx, { catalog, contacts, schedule, fresh }: Warn): Promise<void> {
  const { name, spec } = schedule;
  const title = spec.displayName ?? name;
  const first = fresh[0];
  if (!first) return;
  const stand = spec.fallback.length > 0 ? 'Pages go to the fallback then.' : 'There is no fallback either.';
  for (const person of ownersOf(catalog, schedule)) {
    const lines = fresh
      .slice(0, namedMax)
      .map(({ hole }) => `- ${spanText(catalog, person, { start: iso(hole.from), end: iso(hole.to) })}`);
    const more = fresh.length > namedMax ? [`and ${fresh.length - namedMax} more`] : [];
    await tell(tx, {
      catalog,
      contacts,
      people: [person],
      // Of the whole name: two rotas whose names begin alike may have the same hole.
      key: `hole.${digest(name)}.${first.days}.${first.hole.from}`,
      subject: `${title}: ${subjectOf(first, tx.now.getTime())}`,
      lines: [
        `Nobody of the rota of ${title} is on call:`,
        ...lines,
        ...more,
        stand,
        'Please find somebody.',
      ],
      path: `/oncall/${encodeURIComponent(name)}`,
    });
  }
}

/** Holes are found late, too, and while nobody is on: the subject must not say that there are days left. */
function subjectOf({ hole, days }: Due, now: number): string {
  if (hole.from <= now) return 'nobody of the rota is on call now';
  return `a hole in the rota within ${days === 1 ? 'a day' : `${days} days`}`;
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 16);
}
