import { createHash } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { ReleaseView } from '@fieldmarshal/contract/relay';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { releaseName } from '../core/record.ts';
import { deleteFiles, readFile, storeFile } from '../store/file-store.ts';
import {
  findRelease,
  insertRelease,
  loadReleases,
  removeRelease,
  type StoredRelease,
} from '../store/release-store.ts';

export async function listReleases(ctx: Ctx): Promise<{ items: ReleaseView[] }> {
  permit(ctx, 'bundle.carry');
  return { items: (await loadReleases(ctx.env.databases[ctx.pool])).map(viewOf) };
}

/** A tar begins with the name of its first file, and that of a release is known. */
const firstName = 'release.json\0';

/** Keeps a release that somebody brought, so that bundles for sites can take it along. It is installed by nobody here. */
export async function keepRelease(
  ctx: Ctx,
  { name, source }: { readonly name: string; readonly source: AsyncIterable<Uint8Array> },
): Promise<ReleaseView> {
  permit(ctx, 'bundle.carry');
  const parsed = releaseName.safeParse(name);
  if (!parsed.success) throw invalid('name', 'must be the name of a file that ends with .release');
  const db = ctx.env.databases.worker;
  const hash = createHash('sha256');
  const file = await storeFile(db, hashed(source, hash), null);
  const sha256 = hash.digest('hex');
  try {
    return await inTransaction(ctx, async (tx) => {
      const { bytes } = await tx.db
        .selectFrom('relay_file')
        .select('bytes')
        .where('id', '=', file)
        .executeTakeFirstOrThrow();
      const isNew = await insertRelease(tx, {
        sha256,
        name,
        bytes,
        file,
        storedBy: actorName(ctx.actor),
      });
      if (isNew) audit(tx, { action: 'release.kept', subject: `release/${sha256}`, after: { name } });
      else await tx.db.deleteFrom('relay_file').where('id', '=', file).execute();
      tx.changed('relay');
      const stored = await findRelease(tx.db, sha256);
      if (stored === null) throw notFound('This release');
      return viewOf(stored);
    });
  } catch (error) {
    await deleteFiles(db, [file]);
    throw error;
  }
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  let head = '';
  for await (const chunk of source) {
    if (head.length < firstName.length) {
      head += Buffer.from(chunk.subarray(0, firstName.length)).toString('latin1');
      if (!firstName.startsWith(head.slice(0, firstName.length)))
        throw invalid('body', 'is no release, as "fieldmarshal bundle release" writes it');
    }
    hash.update(chunk);
    yield chunk;
  }
  if (head.length < firstName.length)
    throw invalid('body', 'is no release, as "fieldmarshal bundle release" writes it');
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}

export async function dropRelease(
  ctx: Ctx,
  { sha256 }: { readonly sha256: string },
): Promise<Record<string, never>> {
  permit(ctx, 'bundle.carry');
  return inTransaction(ctx, async (tx) => {
    if (!(await removeRelease(tx, sha256))) throw notFound('This release');
    audit(tx, { action: 'release.removed', subject: `release/${sha256}` });
    tx.changed('relay');
    return {};
  });
}

/** Its bytes, and what the file is called. */
export async function readRelease(
  ctx: Ctx,
  sha256: string,
): Promise<{ name: string; bytes: AsyncIterable<Uint8Array> }> {
  permit(ctx, 'bundle.carry');
  const db = ctx.env.databases.web;
  const release = await findRelease(db, sha256);
  if (release === null) throw notFound('This release');
  return { name: release.name, bytes: readFile(db, release.file) };
}

function viewOf({ file: _file, storedAt, ...release }: StoredRelease): ReleaseView {
  return { ...release, storedAt: storedAt.toISOString() };
}
