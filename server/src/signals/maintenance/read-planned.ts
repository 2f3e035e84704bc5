import type { PlannedWork } from '@fieldmarshal/contract/signals';
import { workTimeText } from '@fieldmarshal/contract/time';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { nextOf, workSources } from '../core/work.ts';
import { listEndedEarly } from '../store/silence-store.ts';

const shownMax = 10;

/** Times of work that come again, each with the next ones. */
export async function readPlannedWork(ctx: Ctx): Promise<{ items: PlannedWork[] }> {
  permit(ctx, 'maintenance.read');
  const now = ctx.env.clock.now().getTime();
  const catalog = await readCatalog(ctx.env);
  const ended = await listEndedEarly(ctx.env.databases[ctx.pool]);
  const sources = workSources({ windows: catalog.list('MaintenanceWindow'), checks: catalog.list('Check') });
  const items = sources.map((work): PlannedWork => {
    const { source, title, products, environments, checks, timeZone, times, from } = work;
    return {
      ...{ source, title, timeZone, from },
      products: [...products],
      environments: [...environments],
      checks: [...checks],
      words: times.map((time) => workTimeText(time)),
      next: nextOf(work, now, shownMax).map((window) => ({
        startsAt: new Date(window.from).toISOString(),
        endsAt: new Date(window.to).toISOString(),
        ended: ended.has(`${source} ${window.from}`),
      })),
    };
  });
  return { items };
}
