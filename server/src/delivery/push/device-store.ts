import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';

/** A browser that takes notifications. */
export interface Device {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

const deviceDetails = z.object({ endpoint: z.string(), p256dh: z.string(), auth: z.string() });

export async function loadDevice(db: Kysely<DB>, id: string): Promise<Device | null> {
  const row = await db
    .selectFrom('contact_method')
    .select(['id', 'person', 'label', 'details'])
    .where('id', '=', id)
    .where('channel', '=', 'push')
    .executeTakeFirst();
  if (!row) return null;
  return { id: row.id, person: row.person, label: row.label, ...deviceDetails.parse(row.details) };
}
