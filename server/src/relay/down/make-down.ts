import { actorName } from '@fieldmarshal/contract';
import type { BundleView } from '@fieldmarshal/contract/relay';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { packBlocks, sealHead } from '../bundle/pack.ts';
import type { Block, Manifest } from '../core/manifest.ts';
import type { BundleRecord, RecordKind } from '../core/record.ts';
import { piecesOf, releaseRecords } from '../core/release.ts';
import { sendWritten } from '../diode/queue.ts';
import { readOwn } from '../self/own.ts';
import { findBundle, insertBundle, lastBundle, type Line } from '../store/bundle-store.ts';
import { entriesToSend } from '../store/entry-store.ts';
import { beginFile, finishFile, readFile, storePiece } from '../store/file-store.ts';
import { findRelease, type StoredRelease } from '../store/release-store.ts';
import { addPending, settlePending } from '../store/sent-store.ts';
import { loadSite } from '../store/site-store.ts';
import { viewOf } from '../store/bundle-store.ts';
import { filesFor } from './files-for.ts';

interface Wanted {
  readonly name: string;
  readonly catalog: boolean;
  /** SHA-256 of a release that it takes along. */
  readonly release?: string | undefined;
}

/**
 * A bundle for a site: what was written on its incidents since the last, and, unless left out, the catalog as far as it concerns it. A
 * release comes last, so that what is short is read before it.
 */
export async function makeDown(ctx: Ctx, { name, catalog, release: wanted }: Wanted): Promise<BundleView> {
  permit(ctx, 'bundle.carry');
  const known = await readCatalog(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const own = await readOwn(ctx.env, tx.db);
    const site = await loadSite(tx.db, name, true);
    if (own === null || site === null) throw notFound('This site');
    if (site.state !== 'enrolled' || site.stream === null)
      throw new AppError('refused', `${name} is not enrolled: nothing made for it could be read there.`);
    const line: Line = { site: name, direction: 'down', stream: site.stream };
    const last = await lastBundle(tx.db, line, ['written']);
    const entries = await entriesToSend(tx.db, name);
    const release = wanted === undefined ? null : await mustFindRelease(tx, wanted);
    const records = recordsOf(entries, catalog ? filesFor(known, site.environments) : [], tx.now);
    const { file, blocks } = await packed(tx, records, release);
    const to = tx.now.toISOString();
    const manifest: Manifest = {
      format: 1,
      ...line,
      sequence: (last?.sequence ?? 0) + 1,
      previous: last?.hash ?? null,
      key: own.fingerprint,
      nextKey: null,
      createdAt: to,
      from: last !== null && last.to < to ? last.to : to,
      to,
      compression: 'zstd',
      policy: null,
      counts: { ...countsOf(records), ...(release ? { release: piecesOf(release.bytes) } : {}) },
      heard: null,
      blocks,
    };
    const head = sealHead(manifest, own.secrets.privateKey);
    await storePiece(tx.db, { file, n: 0, content: head.bytes });
    const bytes = head.bytes.length + blocks.reduce((sum, block) => sum + block.bytes, 0);
    await finishFile(tx, file, bytes);
    await insertBundle(tx, {
      manifest,
      hash: head.hash,
      state: 'written',
      bytes,
      file,
      by: actorName(ctx.actor),
    });
    await addPending(
      tx,
      name,
      entries.map(({ incident, seq }) => ({ kind: 'entry', id: `${incident} ${seq}`, mark: '' })),
    );
    await settlePending(tx, name, manifest.sequence);
    await sendWritten(tx, line, manifest.sequence);
    audit(tx, {
      action: 'bundle.made',
      subject: `site/${name}`,
      after: { sequence: manifest.sequence, hash: head.hash, counts: manifest.counts },
    });
    tx.changed('sites');
    const stored = await findBundle(tx.db, line, manifest.sequence);
    if (stored === null) throw notFound('This bundle');
    return viewOf(stored);
  });
}

function recordsOf(
  entries: Awaited<ReturnType<typeof entriesToSend>>,
  files: readonly { path: string; text: string }[],
  now: Date,
): BundleRecord[] {
  return [
    ...entries.map(({ at, incident, origin, seq, hlc, seen, actor, type, version, data }) => ({
      kind: 'event' as const,
      id: `${incident} ${origin} ${seq}`,
      at,
      data: { incident, origin, seq, hlc, seen, actor, type, version, data },
    })),
    ...files.map((file) => ({ kind: 'file' as const, id: file.path, at: now.toISOString(), data: file })),
  ];
}

function countsOf(records: readonly BundleRecord[]): Partial<Record<RecordKind, number>> {
  const counts: Partial<Record<RecordKind, number>> = {};
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Packs what travels into a file, whose head is still to be written. */
async function packed(
  tx: Tx,
  records: readonly BundleRecord[],
  release: StoredRelease | null,
): Promise<{ file: string; blocks: Block[] }> {
  const file = await beginFile(tx);
  const blocks: Block[] = [];
  const along = release && { release, source: readFile(tx.db, release.file), at: tx.now.toISOString() };
  for await (const { block, bytes } of packBlocks(streamed(records, along))) {
    blocks.push(block);
    await storePiece(tx.db, { file, n: blocks.length, content: bytes });
  }
  return { file, blocks };
}

interface Along {
  readonly release: StoredRelease;
  readonly source: AsyncIterable<Uint8Array>;
  readonly at: string;
}

async function* streamed(
  records: readonly BundleRecord[],
  along: Along | null,
): AsyncGenerator<readonly BundleRecord[]> {
  yield records;
  if (along !== null) yield* releaseRecords(along.release, along);
}

async function mustFindRelease(tx: Tx, sha256: string): Promise<StoredRelease> {
  const release = await findRelease(tx.db, sha256);
  if (release === null) throw notFound('This release');
  return release;
}
