import { z } from 'zod';
import { beforeFinish, defineTask, type Ctx, type Tx } from '#platform';
import { linkGroup, placeApart } from '#signals';
import { drillOfIncident, type StoredDrill } from '../drills/drill-store.ts';
import { firingIn, glowMs, liveAround, type FiringAlert } from './drill-behind.ts';

/** A live drill stands still for long enough: what still fires in its room is something else. */
export const apartTask = defineTask('training.apart', {
  lane: 'react',
  payload: z.object({ incidentId: z.string() }),
});

/** Looks after what fires in the room of a live drill once its fault cannot be the cause any more. */
export function setApartTimer(tx: Tx, { id, incidentId, faults }: StoredDrill): void {
  if (faults.length === 0) return;
  const dueAt = new Date(tx.now.getTime() + glowMs + 1_000);
  tx.setTimer(apartTask, { key: `drill-apart ${id}`, payload: { incidentId }, dueAt });
}

/** Takes a group of alerts into the room of the drill that they come of, without those that cannot. For a reaction. */
export async function takeIntoDrill(
  ctx: Ctx,
  group: { readonly groupId: string; readonly incidentId: string },
): Promise<void> {
  await linkGroup(beforeFinish(ctx), group);
  await partFromDrill(ctx, group);
}

/**
 * Whatever fires in the room of a live drill and cannot come of its fault is real: a route that puts what breaks in an environment together
 * brings it there, where it would page nobody. It is grouped anew, which opens an incident. So is what still fires some minutes after the
 * drill ended or was paused. For reactions and its timer; rooms of other incidents are left alone.
 */
export async function partFromDrill(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  const { db } = ctx.within ?? { db: ctx.env.databases[ctx.pool] };
  const drill = await drillOfIncident(db, incidentId);
  if (drill === null || drill.faults.length === 0) return;
  const strangers = await strangersIn(ctx, drill, await firingIn({ db }, { incidentId }));
  if (strangers.length > 0)
    await placeApart(ctx, { incidentId, alertIds: strangers.map(({ id }) => Number(id)) });
}

async function strangersIn(
  ctx: Ctx,
  { incidentId, faults }: StoredDrill,
  firing: readonly FiringAlert[],
): Promise<FiringAlert[]> {
  if (firing.length === 0) return [];
  const places = [...new Set(faults.map(({ environment }) => environment))];
  const around = await Promise.all(places.map(async (environment) => liveAround(ctx, environment)));
  const own = around.flat().filter((drill) => drill.incidentId === incidentId);
  return firing.filter((alert) => !own.some((drill) => drill.mayBeSeenBy(alert)));
}
