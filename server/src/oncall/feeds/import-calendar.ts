import { actorName } from '@fieldmarshal/contract';
import type { Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { newId } from '../ids.ts';
import { endOverride, insertOverride, overrideOf } from '../overrides/override-store.ts';
import { readRoster, rosterChanged } from '../roster/read-roster.ts';
import { mayManage, mustFindSchedule, personOf, refusal } from '../schedules/owners.ts';
import { iso } from '../schedules/wire.ts';
import { readCalendar, type ReadEvent } from './read-calendar.ts';

interface Input {
  readonly name: string;
  readonly ics: string;
  readonly kind: 'take' | 'add';
  readonly dryRun: boolean;
}

interface Imported {
  uid: string;
  summary: string;
  start: string;
  end: string;
  person: string | null;
  problem: string;
}

const aheadMs = 400 * 86_400_000;

/**
 * Events of an iCalendar file become overrides of a schedule: an event's person is its attendee, by e-mail address, else who its
 * title names. Only what is to come counts. Importing the same file again changes nothing; a changed event replaces what it was.
 */
export async function importCalendar(
  ctx: Ctx,
  { name, ics, kind, dryRun }: Input,
): Promise<{ events: Imported[]; made: number; ignored: number }> {
  permit(ctx, 'oncall.override');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  if (!mayManage(ctx, catalog, schedule))
    throw new AppError(
      'forbidden',
      'Only a lead or the team that owns this schedule can import a calendar into it.',
    );
  const now = ctx.env.clock.now().getTime();
  const events = read(ics, { zone: schedule.spec.timezone, from: now, to: now + aheadMs }).map((event) =>
    resolved(catalog, event),
  );
  const good = events.filter(({ problem }) => problem === '');
  if (dryRun) return { events, made: 0, ignored: events.length - good.length };
  const made = await inTransaction(ctx, async (tx) => {
    let count = 0;
    for (const event of good) if (await place(tx, { schedule: name, kind, event })) count += 1;
    audit(tx, { action: 'schedule.calendar-imported', subject: `Schedule/${name}`, after: { made: count } });
    rosterChanged(tx);
    return count;
  });
  return { events, made, ignored: events.length - made };
}

function read(ics: string, options: Parameters<typeof readCalendar>[1]): ReadEvent[] {
  try {
    return readCalendar(ics, options);
  } catch (error) {
    throw refusal('ics', error instanceof Error ? error.message : 'cannot be read');
  }
}

function resolved(catalog: Catalog, { uid, summary, emails, from, to }: ReadEvent): Imported {
  const person = personFor(catalog, { summary, emails });
  return {
    uid,
    summary: summary.slice(0, 200),
    start: iso(from),
    end: iso(to),
    person,
    problem: person === null ? 'It names nobody of the catalog, neither as attendee nor in its title.' : '',
  };
}

function personFor(
  catalog: Catalog,
  { summary, emails }: { summary: string; emails: readonly string[] },
): string | null {
  const people = catalog.list('Person');
  const byMail = people.find(({ spec }) => emails.includes(spec.email.toLowerCase()));
  if (byMail) return byMail.name;
  const title = summary.toLowerCase();
  const matches = people.filter(({ name, spec }) =>
    [name, spec.displayName?.toLowerCase()].some((text) => text !== undefined && isNamedIn(title, text)),
  );
  return matches.length === 1 ? (matches[0]?.name ?? null) : null;
}

function isNamedIn(title: string, name: string): boolean {
  const at = title.indexOf(name);
  if (at < 0) return false;
  const around = `${title[at - 1] ?? ' '}${title[at + name.length] ?? ' '}`;
  return !/[\p{L}\p{N}]/u.test(around);
}

interface Place {
  readonly schedule: string;
  readonly kind: Input['kind'];
  readonly event: Imported;
}

/** Whether something was made: an event that stands already as it is changes nothing. */
async function place(tx: Tx, { schedule, kind, event }: Place): Promise<boolean> {
  const { uid, start, end, person, summary } = event;
  if (person === null) return false;
  const by = actorName(tx.ctx.actor);
  const row = await tx.db
    .selectFrom('schedule_override')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('origin', '=', uid)
    .where('source', '=', 'calendar')
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  const stands = row && overrideOf(row);
  if (stands?.user === person && stands.kind === kind && stands.end === end) return false;
  if (stands) await endOverride(tx, stands, by);
  await insertOverride(tx, {
    id: newId('OV'),
    schedule,
    kind,
    user: person,
    replaces: undefined,
    start: iso(Math.max(Date.parse(start), tx.now.getTime())),
    end,
    why: summary === '' ? 'From a calendar' : `From a calendar: ${summary}`.slice(0, 200),
    source: 'calendar',
    origin: uid,
    madeBy: by,
    madeByPerson: personOf(tx.ctx.actor),
  });
  return true;
}
