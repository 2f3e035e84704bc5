import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import {
  inTransaction,
  liveChannel,
  liveMessage,
  listen,
  systemCtx,
  type Databases,
  type Env,
} from '#platform';
import { statusFiles } from '../core/status/files.ts';
import type { StatusFacts } from '../core/status/published.ts';
import { publicOnly, statusView } from '../core/status/view.ts';
import { copyTask } from '../jobs.ts';
import type { KnownLink } from './link-store.ts';
import { loadBoard, type KnownCustomer } from './load-board.ts';
import { targetOf } from './push/target.ts';
import { fileOf, readCopy, removeOthers, staticDir, writeWhole } from './static-copy.ts';

/** A file of the page as it goes out. */
export interface Served {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

/** What this process serves. While storage is away it stays as it was built last. */
interface Board {
  files: ReadonlyMap<string, Served>;
  /** Null until it was built from the database once. */
  facts: StatusFacts | null;
  links: ReadonlyMap<string, KnownLink>;
  customers: ReadonlyMap<string, KnownCustomer>;
}

const boards = new WeakMap<Databases, Board>();

export function boardOf({ databases }: Pick<Env, 'databases'>): Board {
  const known = boards.get(databases);
  if (known) return known;
  const made: Board = { files: new Map(), facts: null, links: new Map(), customers: new Map() };
  boards.set(databases, made);
  return made;
}

/** What a page says of itself before anything was built. */
export function bareFacts({ config }: Pick<Env, 'config'>) {
  return { title: config.statusTitle, root: '/status', subscribeUrl: null, signInUrl: null };
}

/** Builds the page anew from the database and writes what changed of the static copy; the page itself comes last. */
export async function rebuildStatus(env: Env): Promise<void> {
  const board = boardOf(env);
  const { facts, links, customers } = await loadBoard(env);
  const made = statusFiles(statusView(publicOnly(facts)));
  const files = new Map<string, Served>();
  for (const [path, { type, text }] of made)
    files.set(path, servedOf(board.files.get(path), type, Buffer.from(text)));
  const before = board.files;
  Object.assign(board, { files, facts, links, customers });
  const dir = staticDir(env.config);
  const changed = [...files].filter(([path, { etag }]) => before.get(path)?.etag !== etag);
  for (const [path, { plain }] of changed.toReversed()) await writeWhole(dir, fileOf(path), plain);
  await removeOthers(dir, new Set([...files.keys()].map((path) => fileOf(path))));
}

function servedOf(before: Served | undefined, type: string, plain: Buffer): Served {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  if (before?.etag === etag) return before;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  return { type, etag, plain, gzip: gzipSync(plain), brotli: brotliCompressSync(plain, quality) };
}

const types: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** Takes over what a process before this one had written: readers get it at once, also while storage is away. */
async function takeOverCopy(env: Env): Promise<void> {
  const board = boardOf(env);
  const copy = await readCopy(staticDir(env.config));
  if (board.facts !== null) return;
  board.files = new Map(
    [...copy].map(([path, bytes]) => {
      const extension = path.split('.').at(-1) ?? '';
      return [path, servedOf(undefined, types[extension] ?? 'text/html; charset=utf-8', bytes)];
    }),
  );
}

/** "As of" on the page, running maintenance and the turn of the day move without anybody doing anything. */
const everyMs = 60_000;
const coalesceMs = 50;

/** Keeps the page of this process as the database has it, and the static copy with it. Throws `invalid` where the configuration of a copy elsewhere is. */
export function startStatus(env: Env): { stop(): Promise<void> } {
  targetOf(env.config);
  let hasNews = false;
  let running: Promise<void> = Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  const build = async (): Promise<void> => {
    soon = undefined;
    const isNews = hasNews;
    hasNews = false;
    running = running
      .then(async () => rebuildStatus(env))
      .then(async () => (isNews ? wantCopy(env) : undefined))
      .catch((error: unknown) => env.log.warn({ error: String(error) }, 'the status page stays as it was'));
    await running;
  };
  const ask = (): void => {
    soon ??= setTimeout(() => void build(), coalesceMs);
  };
  const listener = listen(env, liveChannel, (payload) => {
    const topics = payload === '' ? ['*'] : liveMessage.parse(JSON.parse(payload)).topics;
    if (!topics.some((topic) => topic === 'status' || topic === 'catalog' || topic === '*')) return;
    hasNews = true;
    ask();
  });
  const timer = setInterval(ask, everyMs);
  running = takeOverCopy(env).catch((error: unknown) =>
    env.log.warn({ error: String(error) }, 'the static copy of the status page cannot be read'),
  );
  ask();
  return {
    stop: async () => {
      clearInterval(timer);
      clearTimeout(soon);
      await Promise.all([running, listener.close()]);
    },
  };
}

/** A copy elsewhere follows every change at once, and not only with the next minute. */
async function wantCopy(env: Env): Promise<void> {
  if (env.config.statusPushUrl === undefined) return;
  await inTransaction(systemCtx(env, 'Fieldmarshal'), async (tx) => {
    tx.setTimer(copyTask, { key: copyTask.name, payload: {} });
  });
}
