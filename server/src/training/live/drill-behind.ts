import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import type { Ctx, Tx } from '#platform';
import { loadLive, type StoredDrill } from '../drills/drill-store.ts';

/** Alerts come some time after their cause and before they see that it is gone: a rate is taken over five minutes. */
export const glowMs = 5 * 60_000;

export interface Alerted {
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
export async function drillBehind(ctx: Ctx, alerted: Alerted): Promise<Behind | null> {
  const found = (await liveAround(ctx, alerted.environment)).find((drill) => drill.mayBeSeenBy(alerted));
  return found === undefined ? null : { incidentId: found.incidentId, isRunning: found.state === 'running' };
}

interface LiveDrill extends Pick<StoredDrill, 'incidentId' | 'state'> {
  /** Whether such an alert may be about its fault. One that names no product or no environment is real until somebody says otherwise. */
  readonly mayBeSeenBy: (alerted: Alerted) => boolean;
}

/** Live drills in an environment whose faults alerts may still see, or could since an instant (epoch ms); those that go on first. */
export async function liveAround(
  ctx: Ctx,
  environment: string | null,
  since = ctx.env.clock.now().getTime() - glowMs,
): Promise<LiveDrill[]> {
  if (environment === null) return [];
  const { db } = ctx.within ?? { db: ctx.env.databases[ctx.pool] };
  const all = await loadLive(db, { environment, since: new Date(since) });
  const live = all.filter((drill) => isStillSeen(drill, since));
  if (live.length === 0) return [];
  const catalog = await readCatalog(ctx.env);
  return live.map(({ incidentId, state, faults }) => ({
    ...{ incidentId, state },
    mayBeSeenBy: ({ product, environment: place }) => {
      if (product === null || place === null) return false;
      const needed = catalog.needsOf([product]);
      return faults.some((fault) => fault.environment === place && needed.has(fault.product));
    },
  }));
}

/** Whether alerts may still see its faults: it runs, one was left on, or it stands still since no longer than alerts lag. */
function isStillSeen({ state, faults, stretches }: StoredDrill, since: number): boolean {
  if (state === 'running' || faults.some(({ id }) => id !== null)) return true;
  return (stretches.at(-1)?.toMs ?? 0) > since;
}

export interface FiringAlert extends Alerted {
  readonly id: string;
}

/** More than these at once are looked at the next time. */
const alertsMax = 5_000;

/** What fires in the groups of an incident, or in one group that belongs to none yet; not what is silenced. */
export async function firingIn(
  { db }: Pick<Tx, 'db'>,
  { incidentId, groupId }: { readonly incidentId?: string; readonly groupId?: string },
): Promise<FiringAlert[]> {
  const { rows } = await sql<FiringAlert>`
    select a.id::text as id, a.product, a.environment from alert a join alert_group g on g.id = a.group_id
    where (g.incident_id = ${incidentId ?? null} or (g.id = ${groupId ?? null}::bigint and g.incident_id is null and g.state = 'open'))
      and a.state = 'firing' and a.silenced_by is null
    order by a.id limit ${alertsMax}`.execute(db);
  return rows;
}
