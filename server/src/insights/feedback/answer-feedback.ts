import { actorName } from '@fieldmarshal/contract';
import type { FeedbackAnswer } from '@fieldmarshal/contract/feedback';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { audit, permit } from '#identity';
import { tell } from '#oncall';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { loadAnswer, storeAnswer } from './feedback-store.ts';

/** Replies to who gave an answer with their name; they are told, and the answer is done. Once. */
export async function replyToFeedback(
  ctx: Ctx,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<FeedbackAnswer> {
  permit(ctx, 'feedback.answer');
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  return inTransaction(ctx, async (tx) => {
    const answer = await loadAnswer(tx.db, id);
    if (answer === null) throw notFound(`Answer ${id}`);
    if (answer.by === null) throw new AppError('refused', 'It came without a name: nobody can be told.');
    if (answer.reply !== null) throw new AppError('refused', `${answer.reply.by} has replied already.`);
    const reply = { text, by: actorName(ctx.actor), at: tx.now.toISOString() };
    const replied = { ...answer, reply, state: 'done' } as const;
    await storeAnswer(tx.db, replied);
    await tell(tx, {
      ...{ catalog, contacts, people: [answer.by.person], type: 'feedback-reply', key: `feedback-${id}` },
      path: '/feedback',
      subject: `${reply.by} replied to your feedback`,
      lines: [`You wrote: ${answer.words}`, '', text],
    });
    audit(tx, { action: 'feedback.replied', subject: id, after: { text } });
    tx.changed('feedback');
    return replied;
  });
}

export async function setFeedbackState(
  ctx: Ctx,
  { id, state }: Pick<FeedbackAnswer, 'id' | 'state'>,
): Promise<FeedbackAnswer> {
  permit(ctx, 'feedback.answer');
  return inTransaction(ctx, async (tx) => {
    const answer = await loadAnswer(tx.db, id);
    if (answer === null) throw notFound(`Answer ${id}`);
    const changed = { ...answer, state };
    await storeAnswer(tx.db, changed);
    audit(tx, { action: 'feedback.state', subject: id, before: { state: answer.state }, after: { state } });
    tx.changed('feedback');
    return changed;
  });
}
