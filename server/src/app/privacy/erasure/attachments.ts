import { createHash } from 'node:crypto';
import type { ErasurePlan } from '@fieldmarshal/contract/privacy';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { replaced, replacedInFile, replacedInFileName, type Replacement } from '../core/replace.ts';

/** What a plan reads of files before it says that it has not read all. */
const planBytesMax = 32 * 1024 * 1024;

interface Place {
  readonly id: string;
  readonly incident: string;
  readonly name: string;
  readonly isText: boolean;
  readonly bytes: number;
  readonly uploadedBy: string;
}

/** How many files they brought or are named in. Pictures, documents and archives cannot be looked into. */
export async function attachmentsAbout(
  db: Kysely<DB>,
  who: Replacement,
): Promise<ErasurePlan['attachments']> {
  const found = { uploaded: 0, closed: 0, named: 0, isAll: true };
  let read = 0;
  for (const place of await places(db)) {
    const isTheirs = place.uploadedBy === `person:${who.person}`;
    found.uploaded += Number(isTheirs);
    found.closed += Number(isTheirs && !place.isText);
    let isNamed = replacedInFileName(place.name, who) !== place.name;
    if (!isNamed && place.isText) {
      read += place.bytes;
      if (read > planBytesMax) found.isAll = false;
      else isNamed = (await newContent(db, place.id, who)) !== null;
    }
    found.named += Number(isNamed);
  }
  return found;
}

/** Replaces the person in names of files, in texts among them, and as who brought them; says in how many. One file is held at once. */
export async function replaceInAttachments(tx: Tx, who: Replacement): Promise<number> {
  let changed = 0;
  for (const place of await places(tx.db)) {
    const name = replacedInFileName(place.name, who);
    const uploadedBy = String(replaced(place.uploadedBy, who));
    const content = place.isText ? await newContent(tx.db, place.id, who) : null;
    if (content === null && name === place.name && uploadedBy === place.uploadedBy) continue;
    changed += 1;
    await store(tx, { ...place, name, uploadedBy, content });
  }
  return changed;
}

/** Newest first. */
async function places(db: Kysely<DB>): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select id, incident_id as incident, name, content_type like 'text/%' as "isText", bytes, uploaded_by as "uploadedBy"
    from attachment order by uploaded_at desc, id`.execute(db);
  return [...rows];
}

async function newContent(db: Kysely<DB>, id: string, who: Replacement): Promise<Buffer | null> {
  const row = await db.selectFrom('attachment').select('content').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  // Texts are UTF-8: nothing else is taken as one.
  const before = row.content.toString();
  const after = replacedInFile(before, who);
  return after === before ? null : Buffer.from(after);
}

async function store(tx: Tx, file: Place & { readonly content: Buffer | null }): Promise<void> {
  const { id, incident, uploadedBy, content } = file;
  const sha256 = content && createHash('sha256').update(content).digest('hex');
  const name = (await isTaken(tx, file, sha256)) ? `${id.slice(0, 8)} ${file.name}` : file.name;
  await sql`
    update attachment set name = ${name}, uploaded_by = ${uploadedBy}, content = coalesce(${content}::bytea, content),
      bytes = coalesce(${content?.length ?? null}::integer, bytes), sha256 = coalesce(${sha256}::text, sha256)
    where id = ${id} and incident_id = ${incident}`.execute(tx.db);
}

/** Two files that differed by the person alone would be one now: both stay. */
async function isTaken(tx: Tx, { id, incident, name }: Place, sha256: string | null): Promise<boolean> {
  const { rows } = await sql`
    select from attachment where incident_id = ${incident} and name = ${name} and id <> ${id}
      and sha256 = coalesce(${sha256}::text, (select sha256 from attachment where id = ${id}))`.execute(
    tx.db,
  );
  return rows.length > 0;
}
