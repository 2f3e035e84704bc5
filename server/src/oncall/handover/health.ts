import { readCatalog } from '#catalog';
import type { Env } from '#platform';
import { findHandovers } from './handover-store.ts';
import { namesText, titleOf } from './tell-handover.ts';

const lookedAtMax = 200;

/** One sentence for each handover that nobody has accepted in time. */
export async function overdueHandovers(env: Env): Promise<string[]> {
  const open = await findHandovers(env.databases.worker, { state: 'open', limit: lookedAtMax });
  const overdue = open.filter(({ status }) => status === 'escalated');
  if (overdue.length === 0) return [];
  const catalog = await readCatalog(env);
  return overdue.map((handover) => {
    const [outgoing, incoming] = [handover.outgoing, handover.incoming].map((each) =>
      namesText(catalog, each),
    );
    return `${incoming} has not accepted the handover of ${titleOf(catalog, handover)} from ${outgoing}: both are paged.`;
  });
}
