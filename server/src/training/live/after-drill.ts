import { severity } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { declareIncident } from '#incidents';
import { defineTask, inTransaction, type Ctx } from '#platform';
import { loadLive, type StoredDrill } from '../drills/drill-store.ts';

/** Alerts come some time after their cause and before they see that it is gone: a rate is taken over five minutes. */
const glowMs = 5 * 60_000;

interface Alerted {
  readonly product: string | null;
  readonly environment: string | null;
}

interface Behind {
  /** The room of the drill. */
  readonly incidentId: string;
  /** False: it ended or was paused a moment ago, and nobody looks after its room. */
  readonly isRunning: boolean;
}

/** The live drill that alerts of this product and environment come of, if there is one: of the product with the fault, or of one that needs it. */
export async function drillBehind(ctx: Ctx, { product, environment }: Alerted): Promise<Behind | null> {
  if (product === null || environment === null) return null;
  const since = ctx.env.clock.now().getTime() - glowMs;
  const all = await loadLive(ctx.env.databases[ctx.pool], { environment, since: new Date(since) });
  const live = all.filter((drill) => mayBeSeen(drill, since));
  if (live.length === 0) return null;
  const needed = needs(await readCatalog(ctx.env), product);
  const found = live.find(({ faults }) =>
    faults.some((fault) => fault.environment === environment && needed.has(fault.product)),
  );
  return found === undefined ? null : { incidentId: found.incidentId, isRunning: found.state === 'running' };
}

/** Whether alerts may still see its faults: it runs, one was left on, or it stands still since no longer than alerts lag. */
function mayBeSeen({ state, faults, stretches }: StoredDrill, since: number): boolean {
  if (state === 'running' || faults.some(({ id }) => id !== null)) return true;
  return (stretches.at(-1)?.toMs ?? 0) > since;
}

function needs(catalog: Catalog, product: string): Set<string> {
  const all = new Set([product]);
  for (const name of all)
    for (const { product: next } of catalog.get('Product', name)?.spec.dependsOn ?? []) all.add(next);
  return all;
}

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

/** Alerts that came right after a live drill are looked at again when its fault cannot be what they see any more. */
export const afterDrillTask = defineTask('training.after-drill', { lane: 'react', payload: waiting });

/** Lets a group of alerts wait until a drill that just ended can no longer be their cause. For a reaction. */
export async function waitAfterDrill(ctx: Ctx, group: z.output<typeof waiting>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const dueAt = new Date(tx.now.getTime() + glowMs);
    tx.setTimer(afterDrillTask, {
      ...{ key: `after-drill ${group.groupId}`, payload: waiting.parse(group), dueAt },
    });
  });
}

/** What still fires then was not the drill: it opens an incident, as it would have at once. */
export async function declareAfterDrill(ctx: Ctx, group: z.output<typeof waiting>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rows } = await sql`
      select from alert_group g where g.id = ${group.groupId}::bigint and g.incident_id is null and g.state = 'open'
        and exists (select from alert a where a.group_id = g.id and a.state = 'firing' and a.silenced_by is null)`.execute(
      tx.db,
    );
    if (rows.length === 0) return;
    const origin = { kind: 'alert-group', id: group.groupId } as const;
    await declareIncident({ ...tx.ctx, within: tx }, { ...group, origin });
  });
}
