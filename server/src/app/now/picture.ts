import type { NowPicture } from '@fieldmarshal/contract/now';
import type { Catalog } from '#catalog';
import { sendersSeen } from '#identity';
import { listIncidents } from '#incidents';
import { readRoster, shifts } from '#oncall';
import type { Ctx } from '#platform';
import { firingGroups, openByPlace, summariseAlerts } from '#signals';
import { displayName } from './duty.ts';
import { gridOf } from './grid.ts';

const openMax = 200;
const shownMax = 50;
const aheadMs = 86_400_000;

/** The operations home in a fixed number of reads, however much is on fire. */
export async function readPicture(ctx: Ctx): Promise<NowPicture> {
  const [catalog, open, closed, groups, alerts, places, senders] = await Promise.all([
    readRoster(ctx.env),
    listIncidents(ctx, { open: true, sort: 'worst', limit: openMax }),
    listIncidents(ctx, { open: false, drill: false, sort: 'newest', limit: 1 }),
    firingGroups(ctx, { limit: shownMax }),
    summariseAlerts(ctx),
    openByPlace(ctx),
    sendersSeen(ctx),
  ]);
  const now = ctx.env.clock.now();
  const last = closed.items[0];
  const [real, drills] = [open.items.filter(({ drill }) => !drill), open.items.filter(({ drill }) => drill)];
  return {
    at: now.toISOString(),
    // Whoever takes part in a drill finds it here, behind what is real; it counts as open nowhere.
    incidents: [...real, ...drills].slice(0, shownMax),
    openCount: real.length,
    lastClosed: last ? { id: last.id, title: last.title, at: last.resolvedAt ?? last.changedAt } : null,
    groups: groups.items,
    groupCount: groups.count,
    alerts,
    senders,
    grid: gridOf(catalog, places),
    handovers: handovers(catalog, now.getTime()),
  };
}

/** Who hands over to whom within a day, by every schedule and the overrides beside it. */
function handovers(catalog: Catalog, at: number): NowPicture['handovers'] {
  const nameOf = (person: string): string => displayName(catalog, person);
  return catalog
    .list('Schedule')
    .flatMap(({ name, spec }) => {
      const turns = shifts(spec, { from: at, to: at + aheadMs });
      return turns.slice(1).map((turn, index) => ({
        schedule: name,
        displayName: spec.displayName ?? name,
        at: new Date(turn.from).toISOString(),
        from: (turns[index]?.people ?? []).map((person) => nameOf(person)),
        to: turn.people.map((person) => nameOf(person)),
      }));
    })
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
