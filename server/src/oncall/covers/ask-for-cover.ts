import { actorName } from '@fieldmarshal/contract';
import type { CoverView, newCover } from '@fieldmarshal/contract/oncall/overrides';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { readContacts, type Contacts } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { shifts, type Shift } from '../core/shifts.ts';
import { newId } from '../ids.ts';
import { readRoster } from '../roster/read-roster.ts';
import {
  mayManage,
  mustFindPerson,
  mustFindSchedule,
  participantsOf,
  personOf,
  refusal,
  type Schedule,
} from '../schedules/owners.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { countOpenCovers, insertCover, type StoredCover } from './cover-store.ts';
import { coverTurnTask, turnKey } from './cover-turn.ts';
import { coverView } from './list-covers.ts';

const openMax = 50;

type NewCover = z.output<typeof newCover>;
interface Wish {
  readonly start: string;
  readonly end: string;
}

/** Offers part of somebody's shift to a pool; the shift stays theirs until somebody accepts. */
export async function askForCover(
  ctx: Ctx,
  input: NewCover,
): Promise<{ cover: CoverView; notice: string | null }> {
  permit(ctx, 'oncall.cover');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, input.name);
  const person = input.person ?? personOf(ctx.actor);
  if (person === null) throw refusal('person', 'this key belongs to nobody, so say whose shift it is');
  mustFindPerson(catalog, person, 'person');
  if (person !== personOf(ctx.actor) && !mayManage(ctx, catalog, schedule))
    throw new AppError(
      'forbidden',
      'You can offer your own shifts; for somebody else ask a lead or the owning team.',
    );
  const pool = poolOf(catalog, { schedule, person, input });
  const contacts = await readContacts(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const wish = mustBeOn(tx, { catalog, schedule, person, wish: input, path: 'start' });
    const swap = input.swap ? swapOf(tx, { catalog, schedule, swap: input.swap, wish }) : null;
    if ((await countOpenCovers(tx, person)) >= openMax)
      throw new AppError('refused', `${person} has ${openMax} open requests already; withdraw some first.`);
    const cover = await insertCover(tx, {
      id: newId('CV'),
      schedule: schedule.name,
      person,
      ...wish,
      reason: input.reason,
      pool,
      swap,
      madeBy: actorName(ctx.actor),
      madeByPerson: personOf(ctx.actor),
    });
    tx.setTimer(coverTurnTask, {
      key: turnKey(cover.id),
      payload: { coverId: cover.id },
      dueAt: new Date(cover.start),
    });
    audit(tx, { action: 'schedule.cover-asked', subject: `Schedule/${schedule.name}`, after: cover });
    await offer(tx, { catalog, contacts, schedule, cover });
    tx.changed('oncall');
    const late = Date.parse(input.start) < Date.parse(cover.start);
    return {
      cover: coverView(cover, { ctx, catalog }),
      notice: late ? 'It is offered from now on; what has been stays as it was.' : null,
    };
  });
}

interface PoolOf {
  readonly schedule: Schedule;
  readonly person: string;
  readonly input: NewCover;
}

function poolOf(catalog: Catalog, { schedule, person, input }: PoolOf): string[] {
  if (input.swap) {
    if (input.swap.person === person) throw refusal('swap.person', 'is the same person');
    return [mustFindPerson(catalog, input.swap.person, 'swap.person').name];
  }
  const team = input.team === undefined ? undefined : catalog.get('Team', input.team);
  if (input.team !== undefined && !team) throw refusal('team', `there is no team "${input.team}"`);
  const names = team ? catalog.membersOf(team.name) : participantsOf(schedule);
  const others = [...new Set(names)].filter((name) => name !== person && catalog.get('Person', name));
  if (others.length > 0) return others.sort();
  throw refusal('team', 'there is nobody else in it; name a team with other people');
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
  const other = shifts(schedule.spec, { from, to }).find(({ people }) => !people.includes(person));
  if (other) throw refusal(path, notOn(catalog, { schedule, person, other }));
  return { start: new Date(from).toISOString(), end: wish.end };
}

function notOn(
  catalog: Catalog,
  { schedule, person, other }: { schedule: Schedule; person: string; other: Shift },
): string {
  const nameOf = (name: string): string => catalog.get('Person', name)?.spec.displayName ?? name;
  const [from, to] = [other.from, other.to].map((at) => `${new Date(at).toISOString().slice(0, 16)}Z`);
  const who =
    other.people.length === 0 ? 'nobody is' : `${other.people.map((name) => nameOf(name)).join(', ')} is`;
  return `${nameOf(person)} is not on call for ${schedule.spec.displayName ?? schedule.name} in all of that time: from ${from} to ${to} ${who}`;
}

function swapOf(
  tx: Tx,
  {
    catalog,
    schedule,
    swap,
    wish,
  }: { catalog: Catalog; schedule: Schedule; swap: NonNullable<NewCover['swap']>; wish: Wish },
): NonNullable<StoredCover['swap']> {
  const other = mustBeOn(tx, { catalog, schedule, person: swap.person, wish: swap, path: 'swap.start' });
  if (Date.parse(other.start) < Date.parse(wish.end) && Date.parse(wish.start) < Date.parse(other.end))
    throw refusal('swap.start', 'overlaps the time that is offered; nothing would be swapped there');
  return { person: swap.person, ...other };
}

interface Offer {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly schedule: Schedule;
  readonly cover: StoredCover;
}

async function offer(tx: Tx, { catalog, contacts, schedule, cover }: Offer): Promise<void> {
  const title = schedule.spec.displayName ?? schedule.name;
  const asker = catalog.get('Person', cover.person)?.spec.displayName ?? cover.person;
  for (const name of cover.pool) {
    const back =
      cover.swap === null ? [] : [`In return ${asker} takes ${spanText(catalog, name, cover.swap)}.`];
    await tell(tx, {
      catalog,
      contacts,
      people: [name],
      key: `${cover.id}.offer`,
      subject: `${cover.swap ? 'Swap' : 'Cover'} wanted: ${title}, ${asker}`,
      lines: [
        `${asker} asks for cover on ${title}: ${spanText(catalog, name, cover)}.`,
        ...back,
        cover.reason,
        'Who accepts first is on.',
      ],
      path: '/me/shifts',
    });
  }
}
