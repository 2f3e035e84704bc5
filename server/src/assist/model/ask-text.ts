import type { ModelFeature, ModelOfIncident } from '@fieldmarshal/contract/assist';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx } from '#platform';
import { pace, type Hindrance } from './core/call.ts';
import { readModelText } from './read-text.ts';
import { loadLastRun } from './store/run-store.ts';
import { writeKey, writeTask } from './task.ts';

interface Wanted {
  readonly id: string;
  readonly feature: ModelFeature;
  readonly after: number;
}

const words: Readonly<Record<Hindrance, string>> = {
  off: 'No model writes: an administrator has not switched it on.',
  'feature-off': 'No model writes this text: an administrator switched it off.',
  'incident-off': 'No model writes of this incident: somebody stopped it.',
  private: 'Nothing of this incident may be given to a model.',
  'day-cap': 'The tokens of this day are spent.',
  'incident-cap': 'The tokens of this incident are spent.',
};

/** Asks for a text by a model, soon; the text by rules stands meanwhile. Once a minute at most for each text of an incident. */
export async function askModelText(ctx: Ctx, { id, feature, after }: Wanted): Promise<ModelOfIncident> {
  permit(ctx, 'model.answer');
  const { hindrance } = await readModelText(ctx, { id, feature, after });
  if (hindrance !== null) throw new AppError('refused', words[hindrance]);
  const key = { incidentId: id, feature, after };
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const last = await loadLastRun(tx.db, key);
    if (last !== null && tx.now.getTime() - last.at.getTime() < pace.restMs)
      throw new AppError(
        'refused',
        'A model was asked for this less than a minute ago. Please wait a little.',
      );
    tx.setTimer(writeTask, { key: writeKey(key), payload: key });
    audit(tx, { action: 'model.asked', subject: id, after: { feature, after } });
    tx.changed(`model:${id}`);
  });
  return readModelText(ctx, { id, feature, after });
}
