import type { CheckCourt } from '@fieldmarshal/contract/checks';
import { audit, permit } from '#identity';
import { actorKey, inTransaction, notFound, type Ctx } from '#platform';
import { storeVerdict } from '../store/court/court-store.ts';
import { readCourt } from './read-court.ts';

interface Input {
  readonly name: string;
  readonly id: string;
  readonly verdict: 'real' | 'false' | null;
}

const days = 30;

/** Somebody says whether a failure was a real issue; null takes that back. */
export async function judgeEpisode(ctx: Ctx, { name, id, verdict }: Input): Promise<CheckCourt> {
  permit(ctx, 'check.run');
  await inTransaction(ctx, async (tx) => {
    const by = actorKey(ctx.actor);
    if (!(await storeVerdict(tx, { check: name, id, verdict, by }))) throw notFound('This failure');
    audit(tx, { action: 'check.judged', subject: `check/${name}`, after: { id, verdict } });
    tx.changed('checks');
  });
  return readCourt(ctx, { name, days });
}
