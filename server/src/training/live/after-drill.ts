import { severity } from '@fieldmarshal/contract';
import { z } from 'zod';
import { declareIncident } from '#incidents';
import { defineTask, inTransaction, type Ctx } from '#platform';
import { closeLoneGroup, holdGroup, linkGroup } from '#signals';
import { firingIn, glowMs, liveAround } from './drill-behind.ts';

/** What waits is looked at this often: something else may have joined it meanwhile. */
const lookMs = 30_000;

const waiting = z.object({
  groupId: z.string(),
  title: z.string(),
  summary: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  severity: severity.nullable(),
  escalationPolicy: z.string().nullable(),
  alertCount: z.number().int(),
});
type Waiting = z.output<typeof waiting>;
/** `untilMs`: of timers of before it was there, at once. */
const held = waiting.extend({ untilMs: z.number().default(0) });

/** Alerts that came right after a live drill are looked at again until its fault cannot be what they see any more. */
export const afterDrillTask = defineTask('training.after-drill', { lane: 'react', payload: held });

/** Lets a group of alerts wait until a drill that just ended can no longer be their cause. For a reaction. */
export async function waitAfterDrill(ctx: Ctx, group: Waiting): Promise<void> {
  await declareAfterDrill(ctx, {
    ...waiting.parse(group),
    untilMs: ctx.env.clock.now().getTime() + glowMs,
  });
}

/** What still fires then was not the drill, nor was what joined it and cannot come of it: it opens an incident, as it would have at once. */
export async function declareAfterDrill(ctx: Ctx, group: z.output<typeof held>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const within = { ...tx.ctx, within: tx };
    await holdGroup(tx, group.groupId);
    const firing = await firingIn(tx, group);
    // As when it began to wait.
    const drills = await liveAround(within, group.environment, group.untilMs - 2 * glowMs);
    const isOver = tx.now.getTime() >= group.untilMs;
    const isOfDrill = firing.every((alert) => drills.some((drill) => drill.mayBeSeenBy(alert)));
    // It went on meanwhile.
    const again = drills.find((drill) => drill.state === 'running' && firing.every(drill.mayBeSeenBy));
    if (firing.length > 0 && again !== undefined)
      await linkGroup(within, { groupId: group.groupId, incidentId: again.incidentId });
    else if (!isOver && isOfDrill) {
      const dueAt = new Date(Math.min(group.untilMs, tx.now.getTime() + lookMs));
      tx.setTimer(afterDrillTask, { key: `after-drill ${group.groupId}`, payload: group, dueAt });
    } else if (firing.length > 0)
      await declareIncident(within, {
        ...waiting.parse(group),
        origin: { kind: 'alert-group', id: group.groupId },
      });
    // Left open, it would take in the next alert without a word.
    else await closeLoneGroup(tx, group.groupId);
  });
}
