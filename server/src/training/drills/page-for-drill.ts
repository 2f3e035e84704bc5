import type { Severity } from '@fieldmarshal/contract';
import { startEscalation } from '#oncall';
import type { Ctx } from '#platform';
import { drillOfIncident, type StoredDrill } from './drill-store.ts';

interface Declared {
  readonly incidentId: string;
  readonly title: string;
  readonly severity: Severity | null;
}

/** Pages who leads in the drill, and nobody else; a room that nobody practises in pages nobody. For a reaction. */
export async function pageForDrill(ctx: Ctx, { incidentId, title, severity }: Declared): Promise<void> {
  const drill = await drillOfIncident((ctx.within ?? { db: ctx.env.databases[ctx.pool] }).db, incidentId);
  if (drill === null || drill.trainee === null) return;
  await startEscalation(ctx, {
    ...{ incidentId, title, severity, policy: null, drillFor: [drill.trainee] },
    reason: `A drill, started by ${drill.startedBy}: you lead, and ${whatIsReal(drill)}`,
  });
}

/** Part of a sentence. */
export function whatIsReal({ faults }: Pick<StoredDrill, 'faults'>): string {
  const places = [...new Set(faults.map(({ environment }) => environment))];
  return places.length === 0
    ? 'nothing of it is real'
    : `only its fault in ${places.join(', ')} is real, until it ends`;
}

/** Whether this incident is a drill, for reactions to what carries no word of it. */
export async function isDrill(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<boolean> {
  const row = await ctx.env.databases[ctx.pool]
    .selectFrom('incident')
    .select('drill')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  return row?.drill ?? false;
}
