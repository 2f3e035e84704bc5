import { severity } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform';
import type { ShortMessage } from '../core/short-text.ts';
import type { Db } from './self-store.ts';

/** What a short message said of an incident; `isAnswered` once a bundle has told of it. */
const call = z.object({
  site: z.string(),
  incident: z.string(),
  severity: severity.nullable(),
  product: z.string().nullable(),
  since: z.string(),
  isAnswered: z.boolean(),
});
export type StoredCall = z.output<typeof call>;

const kind = 'call';
const noStream = '00000000-0000-0000-0000-000000000000';

export async function storeCall(tx: Tx, told: StoredCall): Promise<void> {
  await sql`
    insert into relay_record (site, kind, id, stream, at, sequence, data)
    values (${told.site}, ${kind}, ${told.incident}, ${noStream}, ${told.since}, 0, ${JSON.stringify(told)}::jsonb)
    on conflict (site, kind, id) do update set at = excluded.at, data = excluded.data`.execute(tx.db);
}

export async function loadCall(db: Db, site: string, incident: string): Promise<StoredCall | null> {
  const row = await db
    .selectFrom('relay_record')
    .select('data')
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('id', '=', incident)
    .executeTakeFirst();
  return row ? call.parse(row.data) : null;
}

/** Those of these incidents that were not answered before; they are from now on. */
export async function answerCalls(
  tx: Tx,
  site: string,
  incidents: readonly string[],
): Promise<ShortMessage[]> {
  if (incidents.length === 0) return [];
  const { rows } = await sql<{ data: unknown }>`
    update relay_record set data = data || '{"isAnswered": true}' where site = ${site} and kind = ${kind}
      and id = any(${[...incidents]}::text[]) and not (data->>'isAnswered')::boolean returning data`.execute(
    tx.db,
  );
  return rows.map(({ data }) => call.parse(data));
}
