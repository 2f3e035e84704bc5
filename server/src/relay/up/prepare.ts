import type { BundleView, PreparedBundle } from '@fieldmarshal/contract/relay';
import { actorName } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit, permit } from '#identity';
import { advisoryLock, AppError, inTransaction, notFound, SmallHeap, type Ctx, type Tx } from '#platform';
import { packBlocks, sealHead } from '../bundle/pack.ts';
import { fingerprintOf } from '../bundle/keys.ts';
import { smallHeapFrom } from '../core/limits.ts';
import type { Block, Manifest } from '../core/manifest.ts';
import type { BundleRecord, RecordKind } from '../core/record.ts';
import { redact, treatments, type RedactionTally } from '../core/redaction.ts';
import { digestWith, readPolicy } from '../policy/read-policy.ts';
import { sendWritten } from '../diode/queue.ts';
import { keepOwn, requireSite } from '../self/own.ts';
import {
  deleteBundle,
  findBundle,
  insertBundle,
  lastBundle,
  setState,
  viewOf,
  type Line,
  type StoredBundle,
} from '../store/bundle-store.ts';
import { beginFile, deleteFiles, finishFile, storePiece } from '../store/file-store.ts';
import { addPending, dropPending, forgetRuns, settlePending, type Mark } from '../store/sent-store.ts';
import { inTurn } from './batches.ts';
import { newEvents } from './log-source.ts';
import { firstId } from './run-source.ts';
import { newThings, type NewThing } from './sources.ts';

type Site = Awaited<ReturnType<typeof requireSite>>;
const samplesOfKind = 3;
const runMarkMs = 4 * 86_400_000;

const previewSchema = z.object({
  fields: z.array(
    z.object({ kind: z.string(), field: z.string(), treatment: z.enum(treatments), count: z.number() }),
  ),
  samples: z.array(
    z.object({ kind: z.string(), id: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) }),
  ),
});
type Preview = z.output<typeof previewSchema>;

/**
 * Gathers what is new at this site into a bundle, as the redaction policy lets it leave, and shows it. It takes the place of one that waits.
 * It does not leave before {@link approvePrepared}.
 */
export async function prepareBundle(ctx: Ctx): Promise<PreparedBundle> {
  permit(ctx, 'bundle.carry');
  const read = await readPolicy(ctx.env.config);
  return inTransaction(ctx, async (tx) => {
    const own = await requireSite(ctx.env, tx.db);
    const line = lineOf(own);
    await lockLine(tx);
    await dropWaiting(tx, line);
    const last = await lastBundle(tx.db, line, ['written']);
    const gathering = new Gathering();
    const things = gathered(tx, own.name);
    const digest = digestWith(own.secrets.salt);
    const file = await beginFile(tx);
    const blocks: Block[] = [];
    let n = 1;
    const leaving = gathering.watch(things, {
      tx,
      site: own.name,
      redact: (record) => redact(record, { policy: read.policy, digest, tally: gathering.tally }),
    });
    const heap = new SmallHeap(smallHeapFrom);
    try {
      for await (const { block, bytes } of packBlocks(leaving)) {
        const piece = { file, n, content: bytes };
        await inTurn(tx, async () => storePiece(tx.db, piece));
        heap.note(block.rawBytes);
        blocks.push(block);
        n += 1;
      }
    } finally {
      heap.end();
    }
    const manifest = manifestOf({
      own,
      last,
      blocks,
      gathering,
      now: tx.now,
      policy: read.label,
      heard: await heardAt(tx, own),
    });
    const head = sealHead(manifest, own.secrets.privateKey);
    await storePiece(tx.db, { file, n: 0, content: head.bytes });
    const bytes = head.bytes.length + blocks.reduce((sum, block) => sum + block.bytes, 0);
    await finishFile(tx, file, bytes);
    const preview = gathering.preview();
    await insertBundle(tx, {
      manifest,
      hash: head.hash,
      state: 'prepared',
      bytes,
      file,
      preview,
      by: actorName(ctx.actor),
    });
    audit(tx, {
      action: 'bundle.prepared',
      subject: `site/${own.name}`,
      after: { sequence: manifest.sequence, hash: head.hash, counts: manifest.counts },
    });
    tx.changed('relay');
    const stored = await findBundle(tx.db, line, manifest.sequence);
    if (stored === null) throw notFound('This bundle');
    return { ...viewOf(stored), ...preview };
  });
}

export async function readPrepared(ctx: Ctx): Promise<{ prepared: PreparedBundle | null }> {
  permit(ctx, 'bundle.carry');
  const db = ctx.env.databases[ctx.pool];
  const found = await lastBundle(db, lineOf(await requireSite(ctx.env, db)), ['prepared']);
  return { prepared: found === null ? null : { ...viewOf(found), ...previewSchema.parse(found.preview) } };
}

/** Lets the prepared bundle leave, if it is the one that was looked at. What is in it counts as told from now on. */
export async function approvePrepared(ctx: Ctx, { hash }: { readonly hash: string }): Promise<BundleView> {
  permit(ctx, 'bundle.carry');
  return inTransaction(ctx, async (tx) => {
    const own = await requireSite(ctx.env, tx.db);
    const line = lineOf(own);
    await lockLine(tx);
    const found = await lastBundle(tx.db, line, ['prepared']);
    if (found === null) throw new AppError('refused', 'No bundle waits for approval. Prepare one first.');
    if (found.hash !== hash)
      throw new AppError('conflict', 'Another bundle was prepared meanwhile. Please look at that one.');
    const at = { ...line, sequence: found.sequence };
    await setState(tx, at, 'written');
    await sendWritten(tx, line, found.sequence);
    await settlePending(tx, own.name, found.sequence);
    await forgetRuns(tx, own.name, firstId(tx.now.getTime() - runMarkMs));
    if (own.nextKey !== null && own.secrets.nextPrivateKey !== null) {
      await keepOwn(tx, {
        ...own,
        publicKey: own.nextKey,
        fingerprint: fingerprintOf(own.nextKey),
        secrets: { ...own.secrets, privateKey: own.secrets.nextPrivateKey, nextPrivateKey: null },
        nextKey: null,
      });
    }
    audit(tx, {
      action: 'bundle.approved',
      subject: `site/${own.name}`,
      after: { sequence: found.sequence, hash },
    });
    tx.changed('relay');
    return viewOf({ ...found, state: 'written' });
  });
}

/** What was in it stays new and is gathered again by the next. */
export async function discardPrepared(ctx: Ctx): Promise<Record<string, never>> {
  permit(ctx, 'bundle.carry');
  return inTransaction(ctx, async (tx) => {
    await dropPrepared(tx, await requireSite(ctx.env, tx.db));
    tx.changed('relay');
    return {};
  });
}

/** Whatever waits for approval does not leave. */
export async function dropPrepared(tx: Tx, own: Site): Promise<void> {
  await lockLine(tx);
  const dropped = await dropWaiting(tx, lineOf(own));
  if (dropped !== null)
    audit(tx, {
      action: 'bundle.discarded',
      subject: `site/${own.name}`,
      before: { sequence: dropped.sequence, hash: dropped.hash },
    });
}

/** Two that prepare or approve at once would give a number twice. */
async function lockLine(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLock.relay})`.execute(tx.db);
}

function lineOf({ name, stream }: Pick<Site, 'name' | 'stream'>): Line {
  return { site: name, direction: 'up', stream };
}

async function dropWaiting(tx: Tx, line: Line): Promise<StoredBundle | null> {
  const waiting = await lastBundle(tx.db, line, ['prepared']);
  await dropPending(tx, line.site);
  if (waiting === null) return null;
  await deleteBundle(tx, waiting);
  if (waiting.file !== null) await deleteFiles(tx.db, [waiting.file]);
  return waiting;
}

async function* gathered(tx: Tx, site: string): AsyncGenerator<NewThing[]> {
  yield* newEvents(tx, site);
  yield* newThings(tx, site);
}

async function heardAt(tx: Tx, { name, stream }: Site): Promise<Manifest['heard']> {
  const line: Line = { site: name, stream, direction: 'down' };
  const last = await lastBundle(tx.db, line, ['received', 'applied', 'passed-over']);
  return last === null ? null : { sequence: last.sequence, createdAt: last.madeAt, at: last.storedAt };
}

interface Making {
  readonly own: Site;
  readonly last: StoredBundle | null;
  readonly blocks: Block[];
  readonly gathering: Gathering;
  readonly now: Date;
  readonly policy: string;
  readonly heard: Manifest['heard'];
}

function manifestOf({ own, last, blocks, gathering, now, policy, heard }: Making): Manifest {
  const to = now.toISOString();
  const from = last?.to ?? gathering.oldest ?? to;
  return {
    format: 1,
    direction: 'up',
    site: own.name,
    stream: own.stream,
    sequence: (last?.sequence ?? 0) + 1,
    previous: last?.hash ?? null,
    key: own.fingerprint,
    nextKey: own.nextKey,
    createdAt: to,
    from: from < to ? from : to,
    to,
    compression: 'zstd',
    policy,
    counts: gathering.counts,
    heard,
    blocks,
  };
}

interface Watching {
  readonly tx: Tx;
  readonly site: string;
  readonly redact: (record: BundleRecord) => BundleRecord | null;
}

/** What is learnt of records while they stream by. */
class Gathering {
  readonly counts: Partial<Record<RecordKind, number>> = {};
  readonly tally: RedactionTally = new Map();
  oldest: string | null = null;
  readonly #samples: BundleRecord[] = [];

  async *watch(
    batches: AsyncIterable<readonly NewThing[]>,
    { tx, site, redact: leave }: Watching,
  ): AsyncGenerator<BundleRecord[]> {
    for await (const things of batches) {
      const marks = new Map<string, Mark>();
      const leaving: BundleRecord[] = [];
      for (const { record, mark } of things) {
        if (mark !== null) marks.set(`${mark.kind} ${mark.id}`, mark);
        const left = record === null ? null : leave(record);
        if (left !== null) leaving.push(left);
      }
      for (const record of leaving) this.#note(record);
      if (marks.size > 0) await inTurn(tx, async () => addPending(tx, site, [...marks.values()]));
      yield leaving;
    }
  }

  preview(): Preview {
    return {
      fields: [...this.tally].map(([key, { treatment, count }]) => {
        const [kind = '', ...field] = key.split(' ');
        return { kind, field: field.join(' '), treatment, count };
      }),
      samples: this.#samples,
    };
  }

  #note(record: BundleRecord): void {
    const count = (this.counts[record.kind] ?? 0) + 1;
    this.counts[record.kind] = count;
    if (count <= samplesOfKind) this.#samples.push(record);
    if (this.oldest === null || record.at < this.oldest) this.oldest = record.at;
  }
}
