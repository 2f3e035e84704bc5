import { actorName } from '@fieldmarshal/contract';
import type { ImportedCalendar } from '@fieldmarshal/contract/oncall/feeds';
import type { Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { newId } from '../ids.ts';
import {
  comingMax,
  countComing,
  endOverride,
  insertOverride,
  overrideOf,
} from '../overrides/override-store.ts';
import { readRoster, rosterChanged } from '../roster/read-roster.ts';
import { watchesOf, whyUnqualified } from '../roster/unqualified.ts';
import { mayManage, mustFindSchedule, personOf, refusal } from '../schedules/owners.ts';
import { iso, personName } from '../schedules/wire.ts';
import { readCalendar, type ReadEvent } from './read-calendar.ts';

interface Input {
  readonly name: string;
  readonly ics: string;
  readonly kind: 'take' | 'add';
  readonly dryRun: boolean;
}

type Imported = ImportedCalendar['events'][number];

const aheadMs = 400 * 86_400_000;

/**
 * Events of an iCalendar file become overrides of a schedule: an event's person is its attendee, by e-mail address, else who its
 * title names. Only what is to come counts. Importing the same file again changes nothing; an event that was moved or given to somebody
 * else replaces what it was, and one that is gone from the file stays until it is withdrawn.
 */
export async function importCalendar(
  ctx: Ctx,
  { name, ics, kind, dryRun }: Input,
): Promise<ImportedCalendar> {
  permit(ctx, 'oncall.override');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, name);
  if (!mayManage(ctx, catalog, schedule))
    throw new AppError(
      'forbidden',
      'Only a lead or the team that owns this schedule can import a calendar into it.',
    );
  const now = ctx.env.clock.now().getTime();
  const unqualified = kind === 'take' ? await unqualifiedFor(ctx, catalog, name) : () => null;
  const events = read(ics, { zone: schedule.spec.timezone, from: now, to: now + aheadMs }).map((event) =>
    resolved(catalog, event, unqualified),
  );
  const good = events.filter(({ problem }) => problem === '');
  if (dryRun) return { events, made: 0, ignored: events.length - good.length };
  const made = await inTransaction(ctx, async (tx) => {
    if ((await countComing(tx, name)) + good.length > comingMax)
      throw new AppError(
        'refused',
        `A schedule has at most ${comingMax} overrides to come; withdraw some first.`,
      );
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

type Unqualified = (person: string) => string | null;

/** Why somebody may not be put on alone; null where nothing speaks against it. */
async function unqualifiedFor(ctx: Ctx, catalog: Catalog, schedule: string): Promise<Unqualified> {
  const watches = await watchesOf(ctx.env.databases[ctx.pool], catalog, schedule);
  return (person) => whyUnqualified(catalog, watches, person);
}

function resolved(
  catalog: Catalog,
  { uid, summary, emails, from, to, problem }: ReadEvent,
  unqualified: Unqualified,
): Imported {
  const people = peopleFor(catalog, { summary, emails });
  const [person = null] = people.length === 1 ? people : [];
  return {
    uid,
    summary: summary.slice(0, 200),
    start: iso(from),
    end: iso(to),
    person,
    problem: problem ?? (person === null ? whoWords(catalog, people) : (unqualified(person) ?? '')),
  };
}

function whoWords(catalog: Catalog, people: readonly string[]): string {
  if (people.length === 0) return 'It names nobody of the catalog, neither as attendee nor in its title.';
  const names = people.slice(0, 5).map((name) => personName(catalog, name));
  return `It names several people (${names.join(', ')}), and an override is of one. Give each an event of their own.`;
}

/** Who an event is about: its attendees, by e-mail address, else those whom its title names. */
function peopleFor(
  catalog: Catalog,
  { summary, emails }: { summary: string; emails: readonly string[] },
): string[] {
  const people = catalog.list('Person');
  const byMail = people.filter(({ spec }) => emails.includes(spec.email.toLowerCase()));
  if (byMail.length > 0) return byMail.map(({ name }) => name);
  const title = summary.toLowerCase();
  return people
    .filter(({ name, spec }) =>
      [name, spec.displayName?.toLowerCase()].some((text) => text !== undefined && isNamedIn(title, text)),
    )
    .map(({ name }) => name);
}

/** Whether a name stands in a title as words of its own: `ada` is in "Cover: Ada", not in "Canada". */
function isNamedIn(title: string, name: string): boolean {
  for (let at = title.indexOf(name); at >= 0; at = title.indexOf(name, at + 1)) {
    const around = `${title[at - 1] ?? ' '}${title[at + name.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
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
  const from = iso(Math.max(Date.parse(start), Date.parse(stands?.madeAt ?? start)));
  if (stands?.user === person && stands.kind === kind && stands.start === from && stands.end === end)
    return false;
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
