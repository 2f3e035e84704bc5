import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { EventMapping } from '../core/event-reading.ts';

const stored: z.ZodType<EventMapping> = z.object({
  title: z.string(),
  key: z.string().optional(),
  status: z.string().optional(),
  resolvedValues: z.array(z.string()).optional(),
  severity: z.string().optional(),
  description: z.string().optional(),
  link: z.string().optional(),
  startsAt: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

/** How the plain JSON of this integration is to be read; `null` = by the usual names. */
export async function findMapping(db: Kysely<DB>, integration: string): Promise<EventMapping | null> {
  const row = await db
    .selectFrom('event_mapping')
    .select('mapping')
    .where('integration', '=', integration)
    .executeTakeFirst();
  return row ? stored.parse(row.mapping) : null;
}

/** `null` goes back to the usual names. */
export async function saveMapping(
  { db, now }: Tx,
  integration: string,
  { mapping, by }: { readonly mapping: EventMapping | null; readonly by: string },
): Promise<void> {
  if (mapping === null) {
    await db.deleteFrom('event_mapping').where('integration', '=', integration).execute();
    return;
  }
  const row = { mapping: JSON.stringify(mapping), updated_by: by, updated_at: now };
  await db
    .insertInto('event_mapping')
    .values({ integration, ...row })
    .onConflict((conflict) => conflict.column('integration').doUpdateSet(row))
    .execute();
}

export async function listMappings(
  db: Kysely<DB>,
): Promise<{ integration: string; mapping: EventMapping; updatedBy: string; updatedAt: string }[]> {
  const rows = await db.selectFrom('event_mapping').selectAll().orderBy('integration').execute();
  return rows.map((row) => ({
    integration: row.integration,
    mapping: stored.parse(row.mapping),
    updatedBy: row.updated_by,
    updatedAt: row.updated_at.toISOString(),
  }));
}
