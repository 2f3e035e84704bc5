import type { Attachment } from '@fieldmarshal/contract/incidents';
import type { Kysely } from 'kysely';
import type { DB } from '#platform';

type Db = Kysely<DB>;

export interface NewAttachment extends Attachment {
  readonly incidentId: string;
  readonly sha256: string;
  readonly content: Buffer;
  readonly uploadedBy: string;
  readonly at: Date;
}

/** Stores a file; the same bytes under the same name are there once, and the first one is given back. */
export async function storeAttachment(db: Db, file: NewAttachment): Promise<Attachment> {
  const { id, incidentId, name, contentType, bytes, sha256, content, uploadedBy, at } = file;
  await db
    .insertInto('attachment')
    .values({
      id,
      incident_id: incidentId,
      name,
      content_type: contentType,
      bytes,
      sha256,
      content,
      uploaded_by: uploadedBy,
      uploaded_at: at,
    })
    .onConflict((conflict) => conflict.columns(['incident_id', 'sha256', 'name']).doNothing())
    .execute();
  const stored = await db
    .selectFrom('attachment')
    .select(['id', 'name', 'content_type', 'bytes'])
    .where('incident_id', '=', incidentId)
    .where('sha256', '=', sha256)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return { id: stored.id, name: stored.name, contentType: stored.content_type, bytes: stored.bytes };
}

export async function attachmentTotals(
  db: Db,
  incidentId: string,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const { count, bytes } = await db
    .selectFrom('attachment')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('bytes').as('bytes')])
    .where('incident_id', '=', incidentId)
    .executeTakeFirstOrThrow();
  return { count, bytes: bytes ?? 0 };
}

/** Those of `ids` that belong to the incident, in the order asked for. */
export async function attachmentsNamed(
  db: Db,
  { incidentId, ids }: { readonly incidentId: string; readonly ids: readonly string[] },
): Promise<Map<string, Attachment>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('attachment')
    .select(['id', 'name', 'content_type', 'bytes'])
    .where('incident_id', '=', incidentId)
    .where('id', 'in', [...ids])
    .execute();
  const found = new Map(
    rows.map(({ content_type: contentType, ...row }) => [row.id, { ...row, contentType }]),
  );
  return new Map(
    ids.flatMap((id) => (found.has(id) ? [[id, found.get(id)] as const] : [])).filter(isPresent),
  );
}

function isPresent(entry: readonly [string, Attachment | undefined]): entry is readonly [string, Attachment] {
  return entry[1] !== undefined;
}

export async function loadAttachment(
  db: Db,
  { incidentId, id }: { readonly incidentId: string; readonly id: string },
): Promise<{ name: string; contentType: string; content: Buffer } | null> {
  const row = await db
    .selectFrom('attachment')
    .select(['name', 'content_type', 'content'])
    .where('incident_id', '=', incidentId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { name: row.name, contentType: row.content_type, content: row.content };
}
