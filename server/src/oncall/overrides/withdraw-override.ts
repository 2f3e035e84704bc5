import { actorName } from '@fieldmarshal/contract';
import type { OverrideView } from '@fieldmarshal/contract/oncall/overrides';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { readRoster, rosterChanged } from '../roster/read-roster.ts';
import { mustFindSchedule } from '../schedules/owners.ts';
import { mayWithdraw, overrideView } from './list-overrides.ts';
import { endOverride, overrideForUpdate } from './override-store.ts';

/** Ends an override now. What it has changed already stays as it was; twice is once. */
export async function withdrawOverride(
  ctx: Ctx,
  { id }: { id: string },
): Promise<{ override: OverrideView; notice: string | null }> {
  permit(ctx, 'oncall.override');
  const catalog = await readRoster(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const override = await overrideForUpdate(tx, id);
    if (!override) throw notFound(`Override ${id}`);
    const about = { ctx, catalog, schedule: mustFindSchedule(catalog, override.schedule) };
    if (override.withdrawnBy !== null) return { override: overrideView(override, about), notice: null };
    if (!mayWithdraw(override, about))
      throw new AppError(
        'forbidden',
        'Only whoever made it, a lead or the owning team can withdraw it; a cover or swap that two agreed on, only the latter two.',
      );
    if (Date.parse(override.end) <= tx.now.getTime())
      throw new AppError('refused', 'It is over; who was on then is on record and stays as it was.');
    const by = actorName(ctx.actor);
    const end = await endOverride(tx, override, by);
    const begun = Date.parse(override.start) < tx.now.getTime();
    audit(tx, {
      action: 'schedule.override-withdrawn',
      subject: `Schedule/${override.schedule}`,
      before: { id, end: override.end },
      after: { id, end },
    });
    rosterChanged(tx);
    return {
      override: overrideView({ ...override, end, withdrawnBy: by }, about),
      notice: begun ? 'It ends now; until now it has counted, and that stays on record.' : null,
    };
  });
}
