import { Readable } from 'node:stream';
import { inTransaction, systemCtx, type Env } from '#platform';
import { partHeadOf } from '@fieldmarshal/contract/relay/part';
import { Assembly, type WholePart } from '../core/diode/assembly.ts';
import { readHead, type DatagramHead } from '../core/diode/datagram.ts';
import { partsOf } from '../core/diode/shape.ts';
import { takeFile } from '../inbox/take-file.ts';
import { readOwn } from '../self/own.ts';
import { findBundle } from '../store/bundle-store.ts';
import { deleteFiles, filesOfWhole, partsHere } from '../store/file-store.ts';
import { endTransfer, noteTransfer, type Arriving } from './diode-store.ts';
import { inward, keyedLines, type KeyedLine } from './keys.ts';
import { openDatagram } from './seal.ts';

/** Parts that wait to be stored; with more than these the storage does not keep up, and what comes is missing until it is asked for. */
const waitingMax = 64;
const keysForMs = 10_000;
/** How often it is noted that something still comes. */
const noteEveryMs = 2_000;
/** Files that are done: what is sent again of them is nothing new. */
const doneMax = 1_000;

export interface DatagramCounts {
  /** Of a file that comes, new or not. */
  readonly taken: number;
  /** Nothing of ours, or of an enrolment that is not known here. */
  readonly foreign: number;
  /** Looked like ours, and was made or changed by somebody else. */
  readonly forged: number;
}

/**
 * What listens at the end of one-way lines: *keyed* with the lines that are enrolled (asked anew every few seconds, so that a revoked site
 * is not heard any more), it opens datagrams as they come, puts parts together in memory that is bounded, and stores one part after
 * another. A part counts once it is stored; what is lost before that is missing, and is asked for on the request page.
 */
export class Receiver {
  readonly #env: Env;
  readonly #assembly = new Assembly();
  #lines = new Map<string, KeyedLine>();
  #keyedAt = -Infinity;
  #counts = { taken: 0, foreign: 0, forged: 0 };
  readonly #noted = new Map<string, number>();
  readonly #done = new Set<string>();
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(env: Env) {
    this.#env = env;
  }

  /** Must have run before {@link take}, and again from time to time: a line that was enrolled meanwhile is heard from then on. */
  async learnKeys(): Promise<void> {
    const now = performance.now();
    if (now - this.#keyedAt < keysForMs) return;
    this.#keyedAt = now;
    const db = this.#env.databases.worker;
    const own = await readOwn(this.#env, db);
    const lines = own === null ? [] : await keyedLines(this.#env, db, inward(own.role));
    this.#lines = new Map(lines.map((line) => [line.key.id, line]));
    this.#assembly.prune(now);
  }

  /** Takes one datagram, whatever it is; never throws and never waits. */
  take(datagram: Buffer): void {
    const head = readHead(datagram);
    const line = head === null ? undefined : this.#lines.get(head.key);
    if (head === null || line === undefined) return this.#count('foreign');
    const shard = openDatagram(line.key, datagram);
    if (shard === null) return this.#count('forged');
    this.#count('taken');
    if (this.#done.has(head.whole)) return;
    const file = arrivingOf(line, head);
    const now = performance.now();
    if (!this.#assembly.knows(head.whole)) this.#assembly.begin(head, [], now);
    if (now - (this.#noted.get(head.whole) ?? -Infinity) > noteEveryMs) {
      this.#noted.set(head.whole, now);
      this.#later(async () => this.#note(file));
    }
    const part = this.#assembly.add(head, shard, now);
    if (part === null) return;
    if (this.#waiting >= waitingMax) this.#assembly.lose(head.whole, part.part);
    else this.#later(async () => this.#store(file, part));
  }

  /** What came since this was asked last. */
  counts(): DatagramCounts {
    const counts = this.#counts;
    this.#counts = { taken: 0, foreign: 0, forged: 0 };
    return counts;
  }

  /** Once everything that was taken is stored. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #count(what: keyof DatagramCounts): void {
    this.#counts[what] += 1;
  }

  #later(step: () => Promise<void>): void {
    this.#waiting += 1;
    this.#work = this.#work
      .then(step)
      .catch((error: unknown) => this.#env.log.warn({ error: String(error) }, 'one-way line'))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  /** A file that is here by another way is done with; of one that came in part, the parts that are stored need not come again. */
  async #note(file: Arriving): Promise<void> {
    const db = this.#env.databases.worker;
    const bundle = await findBundle(db, file, file.sequence);
    if (bundle !== null && ['applied', 'received', 'passed-over'].includes(bundle.state))
      return this.#finish(file.whole);
    for (const { part } of await partsHere(db, file)) this.#assembly.have(file.whole.toString('hex'), part);
    const { direction } = file;
    await inTransaction(systemCtx(this.#env, 'diode'), async (tx) => {
      await noteTransfer(tx, file);
      tx.changed(direction === 'up' ? 'sites' : 'relay');
    });
  }

  async #store(file: Arriving, { part, parts, content }: WholePart): Promise<void> {
    if (this.#done.has(file.whole.toString('hex'))) return;
    const ctx = systemCtx(this.#env, 'diode');
    const head = partHeadOf({ whole: file.whole, part, parts });
    const { outcome, message } = await takeFile(ctx, Readable.from([head, content]), { isLink: true }).catch(
      (error: unknown) => {
        this.#assembly.lose(file.whole.toString('hex'), part);
        throw error;
      },
    );
    if (outcome === 'part') return;
    this.#finish(file.whole);
    const db = this.#env.databases.worker;
    // Once it is known why it was refused and that was put right, it may be sent again.
    if (outcome === 'refused') await deleteFiles(db, await filesOfWhole(db, file.whole));
    await inTransaction(ctx, async (tx) => {
      await endTransfer(tx, file.whole, outcome === 'refused' ? message : null);
      tx.changed(file.direction === 'up' ? 'sites' : 'relay');
    });
    if (outcome === 'refused') this.#done.delete(file.whole.toString('hex'));
  }

  #finish(whole: Buffer): void {
    const name = whole.toString('hex');
    this.#assembly.forget(name);
    this.#noted.delete(name);
    this.#done.add(name);
    const [oldest] = this.#done;
    if (this.#done.size > doneMax && oldest !== undefined) this.#done.delete(oldest);
  }
}

function arrivingOf({ site, direction, stream }: KeyedLine, head: DatagramHead): Arriving {
  return {
    site,
    direction,
    stream,
    sequence: head.sequence,
    whole: Buffer.from(head.whole, 'hex'),
    bytes: head.bytes,
    parts: partsOf(head),
  };
}
