import { createHash } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { ApplyResult } from '@fieldmarshal/contract/catalog';
import type { BundleView, IntakeResult } from '@fieldmarshal/contract/relay';
import { applyObjects } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, systemCtx, type Ctx, type Tx } from '#platform';
import { openBundle, type OpenBundle } from '../bundle/open.ts';
import { admit } from '../core/admit.ts';
import { bodyBytes, type Manifest } from '../core/manifest.ts';
import { eventData, fileData, type BundleRecord } from '../core/record.ts';
import { BundleRefusal } from '../core/refusal.ts';
import { releaseBytes } from '../core/release.ts';
import { requireSite, type Own } from '../self/own.ts';
import {
  findBundle,
  insertBundle,
  neighboursOf,
  newestCatalog,
  passOver,
  setState,
  type Line,
  type StoredBundle,
} from '../store/bundle-store.ts';
import { storeArrivals, type NewEntry } from '../store/entry-store.ts';
import { deleteFiles, readFile, storeFile } from '../store/file-store.ts';
import { insertRelease } from '../store/release-store.ts';
import type { Db } from '../store/self-store.ts';
import { viewOf } from '../store/bundle-store.ts';
import { resultOf, type Incoming } from './incoming.ts';

type WithBytes = Incoming & { readonly bytes: () => Promise<AsyncIterable<Uint8Array>> };

/**
 * A site: what headquarters wrote on its incidents is taken in at once; files of the catalog wait until somebody has seen what they would
 * change, where they would change anything. The bundle is read to its end before anything of it counts.
 */
export async function takeDown(ctx: Ctx, own: Own, { bytes, ...incoming }: WithBytes): Promise<IntakeResult> {
  const { bundle } = incoming;
  const { manifest } = bundle;
  const entries: NewEntry[] = [];
  for await (const records of bundle.records()) entries.push(...entriesIn(records));
  const isSeen = (manifest.counts.file ?? 0) === 0 || (await changesNothing(ctx, await incoming.reopen()));
  const db = ctx.env.databases.worker;
  const release = (manifest.counts.release ?? 0) > 0 ? await storeRelease(db, await incoming.reopen()) : null;
  const file = isSeen ? null : await storeFile(db, await bytes(), null);
  const { result, isKept } = await keep(ctx, own, { ...incoming, entries, file, release }).catch(
    async (error: unknown) => {
      await deleteFiles(
        db,
        [file, release?.file ?? null].filter((each) => each !== null),
      );
      throw error;
    },
  );
  if (file !== null && !isKept) await deleteFiles(db, [file]);
  return result;
}

/** Whether the catalog here is as the files of a bundle say. What has a fault is for a person to see. */
async function changesNothing({ env, pool }: Ctx, bundle: OpenBundle): Promise<boolean> {
  const files = await filesIn(bundle);
  try {
    const { changes } = await applyObjects(systemCtx(env, 'relay', pool), {
      files,
      dryRun: true,
      prune: false,
    });
    return changes.length === 0;
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return false;
  }
}

interface Read extends Incoming {
  readonly entries: readonly NewEntry[];
  /** Where its bytes are, if they have to wait. */
  readonly file: string | null;
  readonly release: Came | null;
}

async function keep(
  ctx: Ctx,
  own: Own,
  { bundle: { manifest, hash }, sender, key, entries, file, release }: Read,
): Promise<{ result: IntakeResult; isKept: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const neighbours = await neighboursOf(tx.db, manifest);
    if (admit(manifest, hash, { sender, key, neighbours }) === 'known')
      return { result: await cameBefore(tx, manifest), isKept: false };
    await storeArrivals(tx, own.name, entries);
    if (release !== null) await insertRelease(tx, { ...release, storedBy: 'headquarters' });
    const hasCatalog = (manifest.counts.file ?? 0) > 0;
    const newest = hasCatalog ? await newestCatalog(tx.db, manifest) : 0;
    const state = newest > manifest.sequence ? 'passed-over' : file === null ? 'applied' : 'received';
    await insertBundle(tx, {
      manifest,
      hash,
      state,
      bytes: bodyBytes(manifest),
      file: state === 'received' ? file : null,
      by: actorName(ctx.actor),
    });
    if (hasCatalog && state === 'applied') await passOver(tx, manifest, manifest.sequence);
    audit(tx, {
      action: 'bundle.taken',
      subject: `site/${own.name}`,
      after: { sequence: manifest.sequence, hash, counts: manifest.counts },
    });
    tx.changed('relay', `bundle ${manifest.sequence} of headquarters`);
    for (const { incident } of entries) tx.changed(`incident:${incident}`);
    return {
      result: saidOf(manifest, { state, newest, release: release?.name }),
      isKept: state === 'received',
    };
  });
}

interface Said {
  readonly state: BundleView['state'];
  readonly newest: number;
  readonly release: string | undefined;
}

function saidOf(manifest: Manifest, { state, newest, release }: Said): IntakeResult {
  const { sequence } = manifest;
  const brought = release === undefined ? '' : ` It brought ${release}, which installs nothing by itself.`;
  if (state === 'received')
    return resultOf(
      'waits',
      manifest,
      `Bundle ${sequence} is verified. Look at what it would change, then apply it.${brought}`,
    );
  const rest =
    state === 'passed-over'
      ? ` Its catalog changes nothing: that of bundle ${newest} is newer and was applied.`
      : (manifest.counts.file ?? 0) > 0
        ? ' The catalog here is as it says already.'
        : '';
  return resultOf('taken', manifest, `Bundle ${sequence} of headquarters was taken in.${rest}${brought}`);
}

/** What came over a line and waits may be applied by whoever carries the same as a file. */
async function cameBefore(tx: Tx, manifest: Manifest): Promise<IntakeResult> {
  const { sequence } = manifest;
  const isWaiting = (await findBundle(tx.db, manifest, sequence))?.state === 'received';
  return isWaiting
    ? resultOf('waits', manifest, `Bundle ${sequence} came before, and nobody has applied it yet.`)
    : resultOf('known', manifest, `Bundle ${sequence} came before. Nothing changed.`);
}

interface Came {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly file: string;
}

/** The release of a bundle as a file of its own; of another hash than it says it is refused. */
async function storeRelease(db: Db, bundle: Incoming['bundle']): Promise<Came> {
  const hash = createHash('sha256');
  let bytes = 0;
  let said = { sha256: '', name: '' };
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of releaseBytes(bundle.records(), (release) => (said = release))) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  };
  const file = await storeFile(db, source(), null);
  if (hash.digest('hex') === said.sha256) return { sha256: said.sha256, name: said.name, bytes, file };
  await deleteFiles(db, [file]);
  throw new BundleRefusal('malformed-record', 'release, of another hash');
}

function entriesIn(records: readonly BundleRecord[]): NewEntry[] {
  return records.flatMap((record) => {
    if (record.kind === 'file' || record.kind === 'release') return [];
    if (record.kind !== 'event') throw new BundleRefusal('malformed-record', record.kind);
    const entry = eventData.parse(record.data);
    if (entry.origin !== 'headquarters')
      throw new BundleRefusal('malformed-record', 'an entry in the name of the site');
    return [{ ...entry, at: record.at }];
  });
}

interface Difference {
  readonly bundle: BundleView;
  readonly difference: ApplyResult | null;
  readonly faults: string[];
}

/** What a received bundle would change here if it were applied now. */
export async function readDifference(
  ctx: Ctx,
  { sequence }: { readonly sequence: number },
): Promise<Difference> {
  permit(ctx, 'bundle.carry');
  const db = ctx.env.databases[ctx.pool];
  const { bundle, files } = await received(ctx, db, sequence);
  try {
    const difference = await applyObjects(ctx, { files, dryRun: true, prune: false });
    return { bundle: viewOf(bundle), difference, faults: [] };
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable || error.code === 'forbidden') throw error;
    const faults = error.faults.map(({ file, path, message }) => `${file ?? ''} ${path}: ${message}`.trim());
    return {
      bundle: viewOf(bundle),
      difference: null,
      faults: faults.length > 0 ? faults : [error.publicMessage],
    };
  }
}

/** Makes the catalog of this site be as the bundle has it. An older bundle than one that was applied is refused. */
export async function applyReceived(
  ctx: Ctx,
  { sequence }: { readonly sequence: number },
): Promise<BundleView> {
  permit(ctx, 'catalog.write');
  const { bundle, files, line } = await received(ctx, ctx.env.databases[ctx.pool], sequence);
  return inTransaction(ctx, async (tx) => {
    const newest = await newestCatalog(tx.db, line);
    if (newest > sequence) throw setsBack(newest);
    await applyObjects({ ...ctx, within: tx }, { files, dryRun: false, prune: false });
    await setState(tx, { ...line, sequence }, 'applied');
    await passOver(tx, line, sequence);
    audit(tx, {
      action: 'bundle.applied',
      subject: `site/${line.site}`,
      after: { sequence, hash: bundle.hash },
    });
    tx.changed('relay');
    return viewOf({ ...bundle, state: 'applied' });
  });
}

function setsBack(newest: number): AppError {
  return new AppError(
    'refused',
    `Bundle ${newest} is newer and was applied. Applying this one would set the catalog back.`,
  );
}

async function received(
  ctx: Ctx,
  db: Db,
  sequence: number,
): Promise<{ bundle: StoredBundle; files: { path: string; text: string }[]; line: Line }> {
  const own = await requireSite(ctx.env, db);
  const line: Line = { site: own.name, stream: own.stream, direction: 'down' };
  const bundle = await findBundle(db, line, sequence);
  if (bundle?.state === 'passed-over') throw setsBack(await newestCatalog(db, line));
  if (bundle === null || bundle.file === null || bundle.state !== 'received') throw notFound('This bundle');
  const opened = await openBundle(readFile(db, bundle.file), async () => own.peer.publicKey);
  return { bundle, files: await filesIn(opened), line };
}

/** The files of the catalog. It was read to its end when it came; what is behind the last of them, a release, is not read again. */
async function filesIn(opened: OpenBundle): Promise<{ path: string; text: string }[]> {
  const files: { path: string; text: string }[] = [];
  for await (const records of opened.records()) {
    for (const { kind, data } of records) if (kind === 'file') files.push(fileData.parse(data));
    if (files.length >= (opened.manifest.counts.file ?? 0)) break;
  }
  return files;
}
