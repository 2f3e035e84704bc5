import type { Hindsight, HindsightAnswer } from '@fieldmarshal/contract/checks';
import { audit, permit } from '#identity';
import { getIncident } from '#incidents';
import { actorKey, inTransaction, type Ctx } from '#platform';
import { storeAnswer } from '../store/court/hindsight-store.ts';
import { readHindsight } from './read-hindsight.ts';

interface Input {
  readonly id: string;
  readonly answer: HindsightAnswer | null;
  readonly note: string;
}

/** Somebody says whether a check would have seen an incident; null takes that back. Throws not-found for an unknown incident. */
export async function answerHindsight(ctx: Ctx, { id, answer, note }: Input): Promise<Hindsight> {
  permit(ctx, 'check.run');
  await getIncident(ctx, { id });
  await inTransaction(ctx, async (tx) => {
    await storeAnswer(tx, id, answer === null ? null : { answer, note, by: actorKey(ctx.actor) });
    audit(tx, { action: 'check.hindsight', subject: `incident/${id}`, after: { answer, note } });
    tx.changed('checks');
  });
  return readHindsight(ctx, { id });
}
