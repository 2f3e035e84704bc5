import { actorName } from '@fieldmarshal/contract';
import type { ModelOfIncident, ModelRun } from '@fieldmarshal/contract/assist';
import { getIncident } from '#incidents';
import { audit, permit } from '#identity';
import { inTransaction, notFound, type Ctx } from '#platform';
import { editDistance } from './core/edit-distance.ts';
import { storeStop } from './store/policy-store.ts';
import { loadRuns } from './store/run-store.ts';
import { readModelText } from './read-text.ts';
import { removeText } from './store/text-store.ts';

/** From now on no model writes of this incident, and what one wrote is shown no more. */
export async function stopModel(ctx: Ctx, { id }: { readonly id: string }): Promise<ModelOfIncident> {
  return setStop(ctx, id, true);
}

export async function resumeModel(ctx: Ctx, { id }: { readonly id: string }): Promise<ModelOfIncident> {
  return setStop(ctx, id, false);
}

async function setStop(ctx: Ctx, id: string, stop: boolean): Promise<ModelOfIncident> {
  permit(ctx, 'model.stop');
  await getIncident(ctx, { id });
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    await storeStop(tx, id, stop ? actorName(ctx.actor) : null);
    if (stop) await removeText(tx.db, id);
    audit(tx, { action: stop ? 'model.stopped' : 'model.resumed', subject: id });
    tx.changed(`model:${id}`);
  });
  return readModelText(ctx, { id });
}

interface Answer {
  readonly id: string;
  readonly runId: string;
  readonly action: NonNullable<ModelRun['action']>;
  readonly text?: string | undefined;
}

/** What became of a text: that is how its quality is known. A dismissed one is shown no more. */
export async function answerText(ctx: Ctx, { id, runId, action, text }: Answer): Promise<ModelOfIncident> {
  permit(ctx, 'model.answer');
  await getIncident(ctx, { id });
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const run = (await loadRuns(tx.db, { incident: id, limit: 100 })).find((each) => each.id === runId);
    if (run === undefined) throw notFound(`Text ${runId} of ${id}`);
    const shown = run.lines.map((line) => line.text).join('\n');
    await tx.db
      .updateTable('model_run')
      .set({
        action,
        action_by: actorName(ctx.actor),
        edit_distance: action === 'edited' && text !== undefined ? editDistance(shown, text) : null,
      })
      .where('id', '=', Number(runId))
      .execute();
    audit(tx, { action: `model.text-${action}`, subject: id, after: { run: runId } });
    tx.changed(`model:${id}`);
    tx.changed('model');
  });
  return readModelText(ctx, { id });
}
