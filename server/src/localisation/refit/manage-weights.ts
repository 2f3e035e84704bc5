import { actorName } from '@fieldmarshal/contract';
import type { CauseWeights } from '@fieldmarshal/contract/localisation';
import { audit, permit } from '#identity';
import { actorKey, AppError, inTransaction, notFound, type Ctx } from '#platform';
import { currentWeights } from '../judge/weights.ts';
import { answersMax, answersNeeded, fitTask } from './task.ts';
import { answeredCases, insertFit, loadFit, markUsed } from './weights-store.ts';

/** By which weights verdicts are made, and what came of fitting them on people's answers. */
export async function readWeights(ctx: Ctx): Promise<CauseWeights> {
  permit(ctx, 'cause.read');
  const db = ctx.env.databases[ctx.pool];
  const [{ story }, answered, used, last] = await Promise.all([
    currentWeights(ctx),
    answeredCases(db, answersMax),
    loadFit(db, 'used'),
    loadFit(db, 'last'),
  ]);
  return {
    ...{ story, answers: answered.length, needed: answersNeeded },
    inUse: used?.shown ?? null,
    last: last?.shown ?? null,
  };
}

/** Has weights fitted on what people said of causes, in the background. Refused while that runs, and with too few answers. */
export async function fitWeights(ctx: Ctx): Promise<CauseWeights> {
  permit(ctx, 'cause.tune');
  await inTransaction(ctx, async (tx) => {
    const answers = (await answeredCases(tx.db, answersMax)).length;
    if (answers < answersNeeded)
      throw new AppError(
        'refused',
        `It takes ${answersNeeded} failures whose true cause somebody named; there are ${answers}.`,
      );
    if ((await loadFit(tx.db, 'last'))?.shown.state === 'waiting')
      throw new AppError('refused', 'They are being fitted already.');
    const id = await insertFit(tx, { id: actorKey(ctx.actor), name: actorName(ctx.actor) });
    tx.setTimer(fitTask, { key: 'localisation.fit', payload: { id }, dueAt: tx.now });
    audit(tx, { action: 'cause.weights-asked', subject: `weights ${id}`, after: { answers } });
    tx.changed('causes');
  });
  return readWeights(ctx);
}

/** Makes verdicts by fitted weights from now on, or again by the shipped ones (`null`). Refused for what is no better than as shipped. */
export async function applyWeights(ctx: Ctx, { id }: { readonly id: number | null }): Promise<CauseWeights> {
  permit(ctx, 'cause.tune');
  await inTransaction(ctx, async (tx) => {
    const fit = id === null ? null : await loadFit(tx.db, id);
    if (id !== null && fit === null) throw notFound(`Weights ${id}`);
    if (fit !== null && fit.shown.report?.isBetter !== true)
      throw new AppError('refused', 'On answers left out of the fit they are no better than as shipped.');
    const before = (await loadFit(tx.db, 'used'))?.shown.id ?? null;
    await markUsed(tx, id);
    audit(tx, { action: 'cause.weights-used', subject: 'weights', before: { id: before }, after: { id } });
    tx.changed('causes');
  });
  return readWeights(ctx);
}
