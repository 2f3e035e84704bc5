import { sql } from 'kysely';
import { z } from 'zod';
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
  if (path.startsWith('/communications/')) await guardMessages(ctx, messagesIn(input));
}

/** Each for itself: whether the input is one at all is asked elsewhere, and a wrong field hides no other. */
const messagesNamed = z.object({
  id: z.string().catch(''),
  ids: z.array(z.string()).catch([]),
  messages: z.array(z.object({ id: z.string() })).catch([]),
});

/** The messages that a write is about, one or several. */
function messagesIn(input: unknown): string[] {
  const { id, ids, messages } = messagesNamed.catch({ id: '', ids: [], messages: [] }).parse(input);
  return [id, ids, messages.map((each) => each.id)].flat();
}

async function guardMessages(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const rows = await readOnce(
    ctx.env.databases,
    ctx.pool,
    sql<{ incident: string }>`
      select distinct incident_id as incident from communication
      where 'COM-' || id = any(${[...ids]}::text[]) and incident_id is not null`,
  );
  for (const { incident } of rows) await requireScope(ctx, incident);
}

/** An alert is theirs with the incident it belongs to, too. */
async function guardAlert(ctx: Ctx, id: string): Promise<void> {
  const found = await alertOutOfScope(ctx, id);
  if (found === null) return;
  if (found.incidentId === null) throw found.refusal;
  await requireScope(ctx, found.incidentId);
}
