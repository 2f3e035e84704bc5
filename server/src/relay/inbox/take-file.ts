import type { IntakeResult } from '@fieldmarshal/contract/relay';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { ByteReader } from '../bundle/byte-reader.ts';
import { decrypted } from '../bundle/encryption.ts';
import { joined, takePartHead } from '../bundle/parts.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { readOwn } from '../self/own.ts';
import { deleteFiles, filesOfWhole, partsHere, readFile, storeFile } from '../store/file-store.ts';
import type { Db } from '../store/self-store.ts';
import { takeBundle } from './take-bundle.ts';

/**
 * Takes a file that somebody brought: a bundle, an encrypted one, or a part of one, whatever it is called. Nothing of what is refused stays.
 * A part is kept until the others are here, in any order. `isLink`: the site's own link brings it, so nobody need be allowed to.
 */
export async function takeFile(
  ctx: Ctx,
  source: AsyncIterable<Uint8Array>,
  { isLink = false } = {},
): Promise<IntakeResult> {
  if (!isLink) permit(ctx, 'bundle.carry');
  const db = ctx.env.databases.worker;
  try {
    const reader = new ByteReader(source);
    const head = await takePartHead(reader);
    const id = await storeFile(db, reader.rest(), head);
    if (head === null) return await takeStored(ctx, { files: [id], whole: null });
    const here = await partsHere(db, head);
    if (here.length < head.parts)
      return waiting(
        here.map(({ part }) => part),
        head.parts,
      );
    const result = await takeStored(ctx, { files: here.map((part) => part.id), whole: head.whole });
    await deleteFiles(db, await filesOfWhole(db, head.whole));
    return result;
  } catch (error) {
    if (error instanceof BundleRefusal) return refused(error);
    throw error;
  }
}

interface Stored {
  /** In order. */
  readonly files: readonly string[];
  readonly whole: Uint8Array | null;
}

async function takeStored(ctx: Ctx, { files, whole }: Stored): Promise<IntakeResult> {
  const db = ctx.env.databases.worker;
  const own = await readOwn(ctx.env, db);
  if (own === null) {
    await deleteFiles(db, files);
    throw new BundleRefusal('not-enrolled');
  }
  const open = async (): Promise<AsyncIterable<Uint8Array>> => {
    const bytes = allOf(db, files);
    return decrypted(whole === null ? bytes : joined(bytes, whole), own.secrets.ageIdentity);
  };
  try {
    return await takeBundle(ctx, own, open);
  } catch (error) {
    // Somebody who brings what is refused should know why, and others who watch should see that it came.
    if (error instanceof BundleRefusal)
      ctx.env.log.warn({ reason: error.reason, detail: error.detail }, 'bundle refused');
    throw error;
  } finally {
    if (whole === null) await deleteFiles(db, files);
  }
}

async function* allOf(db: Db, files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* readFile(db, file);
}

function waiting(have: number[], of: number): IntakeResult {
  const missing = Array.from({ length: of }, (_, n) => n + 1).filter((part) => !have.includes(part));
  return {
    outcome: 'part',
    reason: null,
    message: `${have.length} of ${of} parts are here; missing: ${missing.slice(0, 20).join(', ')}.`,
    site: null,
    sequence: null,
    parts: { have, of },
    counts: {},
  };
}

function refused({ reason, message }: BundleRefusal): IntakeResult {
  return { outcome: 'refused', reason, message, site: null, sequence: null, parts: null, counts: {} };
}
