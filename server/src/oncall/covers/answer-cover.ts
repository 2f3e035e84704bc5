import { actorName } from '@fieldmarshal/contract';
import type { CoverView } from '@fieldmarshal/contract/oncall/overrides';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { newId } from '../ids.ts';
import { insertOverride } from '../overrides/override-store.ts';
import { readDirectory, rosterChanged } from '../roster/read-roster.ts';
import { mayManage, mustFindSchedule, personOf } from '../schedules/owners.ts';
import { refuseUnqualified } from '../roster/unqualified.ts';
import { mustBeOn, type Wish } from './must-be-on.ts';
import { answerCover, coverForUpdate, coverToAccept, type StoredCover } from './cover-store.ts';
import { turnKey } from './cover-turn.ts';
import { coverView, isOverFor } from './list-covers.ts';
import { givenInReturn, msOf, restNotice, scheduleNow, swapped } from './swap-with-pool.ts';
import { tellAccepted, tellWithdrawn } from './tell-cover.ts';

interface Accept {
  readonly id: string;
  /** Of a swap with the pool: what is given in return. */
  readonly give?: Wish | undefined;
}

/** Takes over what is offered, and gives what is asked in return. Of two at once the first gets it, and the other is told its name. */
export async function acceptCover(
  ctx: Ctx,
  { id, give }: Accept,
): Promise<{ cover: CoverView; notice: string | null }> {
  permit(ctx, 'oncall.cover');
  const { catalog, contacts } = await readDirectory(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const cover = await coverToAccept(tx, id);
    if (!cover) throw notFound(`Request ${id}`);
    const person = personOf(ctx.actor);
    if (person === null || !cover.pool.includes(person))
      throw new AppError(
        'forbidden',
        'This is offered to others. You can take the shift by an override instead.',
      );
    if (cover.state !== 'open' || isOverFor(cover, tx.now)) throw new AppError('refused', overText(cover));
    const schedule = await scheduleNow(tx, catalog, cover.schedule);
    const taken = mustBeOn(tx, { catalog, schedule, person: cover.person, wish: cover, path: 'start' });
    const swap = givenInReturn(tx, { catalog, schedule, cover, person, give });
    for (const comes of swap === null ? [person] : [person, cover.person])
      await refuseUnqualified(tx.db, catalog, { schedule: cover.schedule, person: comes });
    const isSwap = swap !== null;
    await handOver(tx, { cover, isSwap, from: cover.person, to: person, ...taken });
    if (isSwap)
      await handOver(tx, { cover, isSwap, from: person, to: cover.person, start: swap.start, end: swap.end });
    const answered = await answerCover(tx, id, {
      ...{ state: 'accepted', by: actorName(ctx.actor), byPerson: person },
      ...(isSwap ? { swap } : {}),
    });
    tx.cancelTimer(turnKey(id));
    audit(tx, {
      action: 'schedule.cover-accepted',
      subject: `Schedule/${cover.schedule}`,
      after: { id, person: cover.person, by: person, start: taken.start, end: taken.end, swap },
    });
    const after = swapped(schedule.spec, { asker: cover.person, giver: person, offered: taken, swap });
    const rest = swap === null ? null : restNotice(after, cover.person, msOf(swap));
    await tellAccepted(tx, { catalog, contacts, cover: answered, by: person, rest });
    rosterChanged(tx);
    return { cover: coverView(answered, { ctx, catalog }), notice: restNotice(after, person, msOf(taken)) };
  });
}

/** Takes a request back before anybody has accepted. Twice is once. */
export async function withdrawCover(ctx: Ctx, { id }: { id: string }): Promise<{ cover: CoverView }> {
  permit(ctx, 'oncall.cover');
  const { catalog, contacts } = await readDirectory(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const cover = await coverForUpdate(tx, id);
    if (!cover) throw notFound(`Request ${id}`);
    const person = personOf(ctx.actor);
    const isTheirs = person !== null && (person === cover.person || person === cover.madeByPerson);
    if (!isTheirs && !mayManage(ctx, catalog, mustFindSchedule(catalog, cover.schedule)))
      throw new AppError('forbidden', 'Only whoever asked, a lead or the owning team can take it back.');
    if (cover.state === 'withdrawn') return { cover: coverView(cover, { ctx, catalog }) };
    if (cover.state !== 'open') throw new AppError('refused', overText(cover));
    const by = actorName(ctx.actor);
    const answered = await answerCover(tx, id, { state: 'withdrawn', by, byPerson: person });
    tx.cancelTimer(turnKey(id));
    audit(tx, { action: 'schedule.cover-withdrawn', subject: `Schedule/${cover.schedule}`, after: { id } });
    await tellWithdrawn(tx, { catalog, contacts, cover: answered, by: person });
    tx.changed('oncall');
    return { cover: coverView(answered, { ctx, catalog }) };
  });
}

function overText({ state, answeredBy }: StoredCover): string {
  if (state === 'accepted') return `${answeredBy} has accepted it already.`;
  if (state === 'withdrawn') return `It was taken back by ${answeredBy}.`;
  return 'It is over: nobody accepted it in time.';
}

interface HandOver {
  readonly cover: StoredCover;
  readonly isSwap: boolean;
  readonly from: string;
  readonly to: string;
  readonly start: string;
  readonly end: string;
}

async function handOver(tx: Tx, { cover, isSwap, from, to, start, end }: HandOver): Promise<void> {
  await insertOverride(tx, {
    id: newId('OV'),
    schedule: cover.schedule,
    kind: 'replace',
    user: to,
    replaces: from,
    start,
    end,
    why: cover.reason,
    source: isSwap ? 'swap' : 'cover',
    origin: cover.id,
    madeBy: actorName(tx.ctx.actor),
    madeByPerson: personOf(tx.ctx.actor),
  });
}
