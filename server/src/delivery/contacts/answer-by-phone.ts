import { inTransaction, type Ctx } from '#platform';
import { deliveryAnswered } from '../facts.ts';
import { answerTest } from './test-store.ts';

interface ByPhone {
  /** Of the delivery that made the call. */
  readonly key: string;
  readonly answer: 'acknowledge' | 'cannot';
}

/** Takes the digit pressed in a call. False where nobody waits for an answer to it. */
export async function answerByPhone(ctx: Ctx, { key, answer }: ByPhone): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('delivery')
      .select(['channel', 'regarding', 'answer_link_for as subject'])
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row || row.subject === null) return false;
    if (await answerTest(tx, { id: row.subject })) return true;
    tx.emit(deliveryAnswered, row.regarding, { regarding: row.subject, answer, channel: row.channel });
    return true;
  });
}
