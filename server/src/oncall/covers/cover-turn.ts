import { z } from 'zod';
import { defineTask, inTransaction, type Ctx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { ownersOf } from '../schedules/owners.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { answerCover, coverForUpdate } from './cover-store.ts';
import { isOverFor } from './list-covers.ts';

/** A request begins, or ends, without an answer. */
export const coverTurnTask = defineTask('oncall.cover-turn', {
  lane: 'chore',
  payload: z.object({ coverId: z.string() }),
});

export function turnKey(coverId: string): string {
  return `cover:${coverId}`;
}

/** When an unanswered request begins, its person and the schedule's owners hear that the shift is still theirs; when it ends, and a swap with the pool when it begins, it is over. */
export async function turnCover(ctx: Ctx, { coverId }: { coverId: string }): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const cover = await coverForUpdate(tx, coverId);
    if (cover?.state !== 'open') return;
    tx.changed('oncall');
    const isOver = Date.parse(cover.end) <= tx.now.getTime();
    const isSwap = isOverFor(cover, tx.now);
    if (isOver || isSwap) await answerCover(tx, coverId, { state: 'expired', by: null, byPerson: null });
    if (isOver) return;
    if (!isSwap)
      tx.setTimer(coverTurnTask, { key: turnKey(coverId), payload: { coverId }, dueAt: new Date(cover.end) });
    const schedule = catalog.get('Schedule', cover.schedule);
    if (!schedule) return;
    const title = schedule.spec.displayName ?? schedule.name;
    const person = catalog.get('Person', cover.person)?.spec.displayName ?? cover.person;
    for (const name of new Set([cover.person, ...ownersOf(catalog, schedule)]))
      await tell(tx, {
        catalog,
        contacts,
        people: [name],
        key: `${coverId}.begun`,
        subject: isSwap ? `Nobody swaps with ${person} on ${title}` : `Nobody covers ${person} on ${title}`,
        lines: [
          `Nobody has accepted to ${isSwap ? 'swap with' : 'cover'} ${person} on ${title}, ${spanText(catalog, name, cover)}.`,
          `${person} is on. ${isSwap ? 'The offer is over; cover can still be asked for.' : 'The offer stands until its end.'}`,
        ],
        path: '/me/shifts',
      });
  });
}
