import type { Brief } from '@fieldmarshal/contract/oncall/handover';
import { listIncidents } from '#incidents';
import { composeBrief, holes, readRoster, unreachableNow, type SeenBrief } from '#oncall';
import { readSight, type Catalog } from '#catalog';
import { withSight, type Ctx } from '#platform';
import { listChanges, listSilencesOf } from '#signals';

const hourMs = 3_600_000;
const openMax = 200;
const changesMax = 100;
/** Changes so far back still explain what breaks now; planned ones are told until the next watch has ended. */
const changesBackMs = 6 * hourMs;
const aheadMs = 12 * hourMs;

/** What is going on, for whoever takes the watch; as this reader may see it. */
export async function readBrief(ctx: Ctx): Promise<Brief> {
  const at = ctx.env.clock.now();
  const now = at.getTime();
  const [catalog, incidents, changes, silences, maintenance, unreachable] = await Promise.all([
    readRoster(ctx.env),
    listIncidents(ctx, { open: true, sort: 'worst', limit: openMax }),
    listChanges(ctx, { from: iso(now - changesBackMs), to: iso(now + aheadMs), limit: changesMax }),
    listSilencesOf(ctx, 'silence', 'active'),
    listSilencesOf(ctx, 'maintenance', 'active'),
    unreachableNow(ctx),
  ]);
  return composeBrief({
    at,
    incidents: incidents.items,
    holes: holesAhead(catalog, now),
    unreachable: unreachable.items,
    disconnected: catalog
      .list('Environment')
      .filter(({ spec }) => spec.connection === 'disconnected')
      .map(({ name, spec }) => ({ name, title: spec.displayName ?? name })),
    changes: changes.items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    silences: [...maintenance.items, ...silences.items],
  });
}

/** The same for somebody who does not ask themselves: what leaves as a message says no more than their screen does. */
export async function briefSeenBy(ctx: Ctx, person: string): Promise<SeenBrief> {
  const actor = { kind: 'person', person, displayName: person, roles: ['viewer'] } as const;
  const sight = await readSight(ctx.env, actor);
  if (sight === null) return { brief: await readBrief(ctx), isWhole: true };
  const seen: Ctx = { env: ctx.env, requestId: ctx.requestId, actor, pool: 'web' };
  return { brief: await withSight(actor, sight, async () => readBrief(seen)), isWhole: false };
}

function holesAhead(catalog: Catalog, now: number) {
  return catalog.list('Schedule').flatMap(({ name, spec }) =>
    holes(spec, { from: now, to: now + aheadMs }).map(({ from, to }) => ({
      schedule: name,
      title: spec.displayName ?? name,
      from,
      to,
    })),
  );
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
