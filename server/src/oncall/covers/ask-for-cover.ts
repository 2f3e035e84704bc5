import { actorName } from '@fieldmarshal/contract';
import type { CoverView, newCover } from '@fieldmarshal/contract/oncall/overrides';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { readContacts, type Contacts } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
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
import { mustBeOn, type Wish } from './must-be-on.ts';
import { coverTurnTask, turnKey } from './cover-turn.ts';
import { coverView } from './list-covers.ts';
import { refuseBegun, swapPool } from './swap-with-pool.ts';
import { refuseUnqualified } from '../roster/unqualified.ts';

const openMax = 50;

type NewCover = z.output<typeof newCover>;

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
  const asked = askedOf(catalog, { schedule, person, input });
  const contacts = await readContacts(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const { swapWithin: within = null } = input;
    if (within) refuseBegun(tx, input.start);
    const wish = mustBeOn(tx, { catalog, schedule, person, wish: input, path: 'start' });
    const swap = input.swap ? swapOf(tx, { catalog, schedule, swap: input.swap, wish }) : null;
    if ((await countOpenCovers(tx, person)) >= openMax)
      throw new AppError('refused', `${person} has ${openMax} open requests already; withdraw some first.`);
    const names = input.team === undefined ? undefined : asked;
    const pool = within ? await swapPool(tx, { catalog, schedule, person, wish, within, names }) : asked;
    if (within) await refuseUnqualified(tx.db, catalog, { schedule: schedule.name, person });
    const cover = await insertCover(tx, {
      id: newId('CV'),
      schedule: schedule.name,
      person,
      ...wish,
      reason: input.reason,
      pool,
      swap,
      swapWithin: within,
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

/** Whom it is offered to; of a swap with everybody who is on in a time, {@link swapPool} says who. */
function askedOf(catalog: Catalog, { schedule, person, input }: PoolOf): string[] {
  if (input.swapWithin && input.team === undefined) return [];
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
    const isSwap = cover.swap !== null || cover.swapWithin !== null;
    await tell(tx, {
      catalog,
      contacts,
      people: [name],
      key: `${cover.id}.offer`,
      subject: `${isSwap ? 'Swap' : 'Cover'} wanted: ${title}, ${asker}`,
      lines: [
        `${asker} asks for ${isSwap ? 'a swap' : 'cover'} on ${title}: ${spanText(catalog, name, cover)}.`,
        ...inReturn(catalog, name, { cover, asker }),
        cover.reason,
        'Who accepts first is on.',
      ],
      path: '/me/shifts',
    });
  }
}

function inReturn(
  catalog: Catalog,
  name: string,
  { cover: { swap, swapWithin }, asker }: { cover: StoredCover; asker: string },
): string[] {
  if (swap !== null) return [`In return ${asker} takes ${spanText(catalog, name, swap)}.`];
  if (swapWithin === null) return [];
  return [
    `In return ${asker} takes as long a time of yours, which you choose: within ${spanText(catalog, name, swapWithin)}.`,
  ];
}
