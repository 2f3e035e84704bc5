import type { CoverReturn } from '@fieldmarshal/contract/oncall/overrides';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import { AppError, notFound, type Ctx, type Tx } from '#platform';
import type { Span } from '../core/shifts.ts';
import { isAsLong, isOnIn, ofRota, returnsOf, shortRestHours } from '../core/swap.ts';
import { comingOverrides } from '../overrides/override-store.ts';
import { readRoster } from '../roster/read-roster.ts';
import { refuseUnqualified, watchesOf, whyUnqualified } from '../roster/unqualified.ts';
import { mustFindSchedule, personOf, refusal, type Schedule } from '../schedules/owners.ts';
import { iso, isoMinute, personName, wireSpan } from '../schedules/wire.ts';
import { mustBeOn, type Wish } from './must-be-on.ts';
import { findCover, type StoredCover } from './cover-store.ts';

interface PoolOf {
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly person: string;
  readonly wish: Wish;
  readonly within: Wish;
  /** Whom to ask; everybody who is on in `within` where it is left out. */
  readonly names: readonly string[] | undefined;
}

/** Those of the pool who may lead there, and have a time to give; a refusal where nobody has. */
export async function swapPool(
  tx: Tx,
  { catalog, schedule, person, wish, within, names }: PoolOf,
): Promise<string[]> {
  const rules = schedule.spec;
  const span = { from: Math.max(msOf(within).from, tx.now.getTime()), to: msOf(within).to };
  const asked = names ?? ofRota(rules, span).flatMap(({ people }) => people);
  const watches = await watchesOf(tx.db, catalog, schedule.name);
  const pool = [...new Set(asked)].filter(
    (name) =>
      name !== person &&
      catalog.get('Person', name) &&
      whyUnqualified(catalog, watches, name) === null &&
      returnsOf(rules, { asker: person, giver: name, offered: msOf(wish), within: span }).length > 0,
  );
  if (pool.length > 0) return pool.sort();
  throw refusal(
    'swapWithin',
    'nobody of those asked has a time in there that is as long as what you offer, and is free to take yours; ask for a longer time, offer less, or ask for cover',
  );
}

/** A swap with several is bound at once by whoever accepts, so what they accept must not shrink while they choose: it ends when it begins. */
export function refuseBegun(tx: Tx, start: string): void {
  if (Date.parse(start) > tx.now.getTime()) return;
  throw refusal(
    'start',
    'has passed, and a swap with several is over when it begins; ask for cover, or offer a later part',
  );
}

/** The schedule with the overrides that this transaction sees: others may have changed it since the catalog was read. */
export async function scheduleNow(tx: Tx, catalog: Catalog, name: string): Promise<Schedule> {
  const schedule = mustFindSchedule(catalog, name);
  const own = schedule.spec.overrides.filter((each) => !('id' in each));
  const made = (await comingOverrides(tx, name)).filter(({ user }) => catalog.get('Person', user));
  return { ...schedule, spec: { ...schedule.spec, overrides: [...own, ...made] } };
}

interface Given {
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly cover: StoredCover;
  /** Who accepts. */
  readonly person: string;
  readonly give: Wish | undefined;
}

/** What whoever accepts gives in return: what was named, or what they choose; null for cover. Refuses what cannot be given. */
export function givenInReturn(
  tx: Tx,
  { catalog, schedule, cover, person, give }: Given,
): StoredCover['swap'] {
  const about = { catalog, schedule, person };
  if (cover.swapWithin === null) {
    if (give !== undefined)
      throw refusal('give', 'is for a swap with several; here it is settled what is given');
    return cover.swap && { person, ...mustBeOn(tx, { ...about, wish: cover.swap, path: 'swap.start' }) };
  }
  if (give === undefined) throw refusal('give', 'say which time of yours you give in return');
  const rules = schedule.spec;
  const [offered, given, within] = [msOf(cover), msOf(give), msOf(cover.swapWithin)];
  if (given.from < within.from || given.to > within.to)
    throw refusal(
      'give',
      `must lie between ${isoMinute(within.from)} and ${isoMinute(within.to)}, as ${personName(catalog, cover.person)} asked`,
    );
  if (given.from < offered.to && offered.from < given.to)
    throw refusal('give', 'overlaps the time that is offered; nothing would be swapped there');
  if (!isAsLong(rules, offered, given))
    throw refusal('give', `must be as long as what is offered, which is ${hoursOf(offered)} h`);
  const checked = mustBeOn(tx, { ...about, wish: give, path: 'give.start' });
  if (Date.parse(checked.start) !== given.from) throw refusal('give.start', 'has passed');
  if (isOnIn(rules, person, offered))
    throw new AppError('refused', 'You are on in part of that time already, so nobody would be relieved.');
  if (isOnIn(rules, cover.person, given))
    throw refusal('give', `${personName(catalog, cover.person)} is on in part of that time already`);
  return { person, ...checked };
}

/** What the actor could give in return for a swap with the pool, with what to think of first. */
export async function listCoverReturns(ctx: Ctx, { id }: { id: string }): Promise<{ items: CoverReturn[] }> {
  permit(ctx, 'oncall.cover');
  const catalog = await readRoster(ctx.env);
  const db = ctx.env.databases[ctx.pool];
  const cover = await findCover(db, id);
  if (!cover) throw notFound(`Request ${id}`);
  const person = personOf(ctx.actor);
  if (person === null || !cover.pool.includes(person))
    throw new AppError('forbidden', 'This is offered to others.');
  const { spec: rules, name } = mustFindSchedule(catalog, cover.schedule);
  const offered = msOf(cover);
  const now = ctx.env.clock.now().getTime();
  if (cover.swapWithin === null || cover.state !== 'open' || offered.from <= now) return { items: [] };
  await refuseUnqualified(db, catalog, { schedule: name, person });
  const within = { from: Math.max(msOf(cover.swapWithin).from, now), to: msOf(cover.swapWithin).to };
  const found = returnsOf(rules, { asker: cover.person, giver: person, offered, within });
  return {
    items: found.map(({ whole, ...span }) => {
      const given = whole ? span : { from: span.from, to: span.from + offered.to - offered.from };
      const swap = { person, ...wish(given) };
      const after = swapped(rules, { asker: cover.person, giver: person, offered: cover, swap });
      const { from: start, to: end } = wireSpan(span);
      return { start, end, whole, notice: restNotice(after, person, offered) };
    }),
  };
}

interface Swapped {
  readonly asker: string;
  readonly giver: string;
  readonly offered: Wish;
  readonly swap: Wish | null;
}

/** The rules as they are once it is accepted. */
export function swapped(rules: Schedule['spec'], { asker, giver, offered, swap }: Swapped): Schedule['spec'] {
  const replace = (from: string, to: string, { start, end }: Wish) =>
    ({ kind: 'replace', user: to, replaces: from, start, end }) as const;
  const overrides = [replace(asker, giver, offered), ...(swap === null ? [] : [replace(giver, asker, swap)])];
  return { ...rules, overrides: [...rules.overrides, ...overrides] };
}

/** Warns, and refuses nothing: people may know better. */
export function restNotice(rules: Schedule['spec'], person: string, taken: Span): string | null {
  const hours = shortRestHours(rules, person, taken);
  if (hours === null) return null;
  return `That leaves a rest of ${round(hours)} h between two shifts, under 11 h.`;
}

export function msOf({ start, end }: Wish): Span {
  return { from: Date.parse(start), to: Date.parse(end) };
}

function wish({ from, to }: Span): Wish {
  return { start: iso(from), end: iso(to) };
}

function hoursOf({ from, to }: Span): number {
  return round((to - from) / 3_600_000);
}

function round(hours: number): number {
  return Math.round(hours * 100) / 100;
}
