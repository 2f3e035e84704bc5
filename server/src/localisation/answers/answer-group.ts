import { actorName } from '@fieldmarshal/contract';
import type { Cause, answerGroupInput } from '@fieldmarshal/contract/localisation';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { actorKey, AppError, inTransaction, notFound, type Ctx } from '#platform';
import { readGroupCause } from '../read/read-cause.ts';
import { storeAnswer } from '../store/answer-store.ts';
import { loadCase } from '../store/case-store.ts';
import { readSaid } from './said.ts';

/**
 * Somebody confirms, corrects or rejects the verdict on a group of failing checks that never became an incident, also once it has ended.
 * The last word counts, in the record and for weights, until an incident takes the failure and it is said of that. Refused where an
 * incident deals with it, and as {@link readSaid} says.
 */
export async function answerGroup(
  ctx: Ctx,
  { id, ...input }: z.output<typeof answerGroupInput>,
): Promise<Cause> {
  permit(ctx, 'cause.answer');
  const catalog = await readCatalog(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const known = await loadCase(tx.db, Number(id));
    if (known === null || known.kind !== 'failing') throw notFound('This failing group');
    // Not which one: it may be private.
    if (known.groupIncident !== null)
      throw new AppError('refused', 'An incident deals with this failure; say there what the cause is.');
    const { said, version } = await readSaid(tx, input, { known, catalog });
    const by = { id: actorKey(ctx.actor), name: actorName(ctx.actor) };
    await storeAnswer(tx, { caseId: known.id, version, ...said, by });
    // With where it is: whoever may not see what happens there does not see this row, also when the group is deleted.
    const after = { ...said, environment: known.environment };
    audit(tx, { action: 'cause.answered', subject: `failing-group/${id}`, after });
    tx.changed('causes');
  });
  return readGroupCause(ctx, { id });
}
