import { actorName } from '@fieldmarshal/contract';
import type { CoverView } from '@fieldmarshal/contract/oncall/overrides';
import type { Catalog } from '#catalog';
import { readContacts, type Contacts } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { newId } from '../ids.ts';
import { insertOverride } from '../overrides/override-store.ts';
import { readRoster, rosterChanged } from '../roster/read-roster.ts';
import { mayManage, mustFindSchedule, personOf, type Schedule } from '../schedules/owners.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { refuseUnqualified } from '../roster/unqualified.ts';
import { mustBeOn } from './ask-for-cover.ts';
import { answerCover, coverForUpdate, type StoredCover } from './cover-store.ts';
import { turnKey } from './cover-turn.ts';
import { coverView } from './list-covers.ts';

/** Takes over what is offered. Of two at once the first gets it, and the other is told its name. */
export async function acceptCover(ctx: Ctx, { id }: { id: string }): Promise<{ cover: CoverView }> {
  permit(ctx, 'oncall.cover');
  const catalog = await readRoster(ctx.env);
  const contacts = await readContacts(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const cover = await coverForUpdate(tx, id);
    if (!cover) throw notFound(`Request ${id}`);
    const person = personOf(ctx.actor);
    if (person === null || !cover.pool.includes(person))
      throw new AppError(
        'forbidden',
        'This is offered to others. You can take the shift by an override instead.',
      );
    if (cover.state !== 'open') throw new AppError('refused', overText(cover));
    const schedule = mustFindSchedule(catalog, cover.schedule);
    await refuseUnqualified(tx.db, catalog, { schedule: cover.schedule, person });
    const given = mustBeOn(tx, { catalog, schedule, person: cover.person, wish: cover, path: 'start' });
    await handOver(tx, { cover, from: cover.person, to: person, ...given });
    if (cover.swap !== null) {
      const back = mustBeOn(tx, { catalog, schedule, person, wish: cover.swap, path: 'swap.start' });
      await handOver(tx, { cover, from: person, to: cover.person, ...back });
    }
    const answered = await answerCover(tx, id, {
      state: 'accepted',
      by: actorName(ctx.actor),
      byPerson: person,
    });
    tx.cancelTimer(turnKey(id));
    audit(tx, {
      action: 'schedule.cover-accepted',
      subject: `Schedule/${cover.schedule}`,
      after: { id, person: cover.person, by: person, start: given.start, end: given.end, swap: cover.swap },
    });
    await tellAccepted(tx, { catalog, contacts, schedule, cover: answered, by: person });
    rosterChanged(tx);
    return { cover: coverView(answered, { ctx, catalog }) };
  });
}

/** Takes a request back before anybody has accepted. Twice is once. */
export async function withdrawCover(ctx: Ctx, { id }: { id: string }): Promise<{ cover: CoverView }> {
  permit(ctx, 'oncall.cover');
  const catalog = await readRoster(ctx.env);
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
  readonly from: string;
  readonly to: string;
  readonly start: string;
  readonly end: string;
}

async function handOver(tx: Tx, { cover, from, to, start, end }: HandOver): Promise<void> {
  await insertOverride(tx, {
    id: newId('OV'),
    schedule: cover.schedule,
    kind: 'replace',
    user: to,
    replaces: from,
    start,
    end,
    why: cover.reason,
    source: cover.swap === null ? 'cover' : 'swap',
    origin: cover.id,
    madeBy: actorName(tx.ctx.actor),
    madeByPerson: personOf(tx.ctx.actor),
  });
}

interface Accepted {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly schedule: Schedule;
  readonly cover: StoredCover;
  readonly by: string;
}

async function tellAccepted(tx: Tx, { catalog, contacts, schedule, cover, by }: Accepted): Promise<void> {
  const title = schedule.spec.displayName ?? schedule.name;
  const nameOf = (name: string): string => catalog.get('Person', name)?.spec.displayName ?? name;
  const { person, swap } = cover;
  const back = swap === null ? [] : [`In return you take ${spanText(catalog, person, swap)}.`];
  await tell(tx, {
    catalog,
    contacts,
    people: [person],
    key: `${cover.id}.accepted`,
    subject: `${nameOf(by)} covers you on ${title}`,
    lines: [`${nameOf(by)} is on instead of you on ${title}: ${spanText(catalog, person, cover)}.`, ...back],
    path: '/me/shifts',
  });
}
