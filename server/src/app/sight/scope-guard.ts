import { sql } from 'kysely';
import { requireScope } from '#incidents';
import { readOnce, sightOf, type Ctx } from '#platform';
import { alertOutOfScope } from '#signals';

/**
 * Throws where a write is about an incident or alert that is not the actor's to work on, whichever domain it goes to. For those whose scope is
 * limited; asked again in the verbs of incidents.
 */
export async function guardScope(ctx: Ctx, path: string, input: unknown): Promise<void> {
  if ((sightOf(ctx.actor)?.scope ?? null) === null) return;
  const id = typeof input === 'object' && input !== null && 'id' in input ? String(input.id) : '';
  if (path.startsWith('/incidents/{id}')) return requireScope(ctx, id);
  if (path.startsWith('/alerts/{id}')) return guardAlert(ctx, id);
  if (!path.startsWith('/communications/{id}')) return;
  const [row] = await readOnce(
    ctx.env.databases,
    ctx.pool,
    sql<{ incident: string | null }>`
      select incident_id as incident from communication where 'COM-' || id = ${id}`,
  );
  if (row?.incident != null) await requireScope(ctx, row.incident);
}

/** An alert is theirs with the incident it belongs to, too. */
async function guardAlert(ctx: Ctx, id: string): Promise<void> {
  const found = await alertOutOfScope(ctx, id);
  if (found === null) return;
  if (found.incidentId === null) throw found.refusal;
  await requireScope(ctx, found.incidentId);
}
