import { createHash } from 'node:crypto';
import { guardedFetch, inTransaction, OutboundError, type Ctx, type Env } from '#platform';
import type { StatusFile } from '../../core/status/files.ts';
import { fileOf } from '../static-copy.ts';
import { copyFiles } from './copy-files.ts';
import { knownFiles, noteFile, noteGo, takeCopy } from './copy-store.ts';
import { deleteRequest, putRequest, targetOf, type Target } from './target.ts';

const timeoutMs = 10_000;
/** Somebody may have removed a file there: after so long it is put again. */
const againMs = 86_400_000;

/**
 * Makes the copy elsewhere be as the page is now: puts what is not there yet, the page itself last, and removes what is no part of it any
 * more. Throws where not everything got there, so that it is tried again; what did get there is known. One at a time for each target.
 */
export async function putCopy(ctx: Ctx): Promise<void> {
  const target = targetOf(ctx.env.config);
  if (target === null) return;
  const taken = await inTransaction(ctx, async (tx) => takeCopy(tx, target.url));
  if (!taken) throw new Error('the copy of the status page is being put by another process');
  const problem = await putAll(ctx.env, target).catch(
    (error: unknown) => `It was not tried: ${String(error)}`,
  );
  await inTransaction(ctx, async (tx) => {
    await noteGo(tx, target.url, problem);
    tx.changed('status-copy');
  });
  if (problem !== null) throw new Error(problem);
}

/** What went wrong first, in words; null where everything is there. */
async function putAll(env: Env, target: Target): Promise<string | null> {
  // After the copy was taken: what comes later is put later.
  const files = await copyFiles(env);
  const known = await knownFiles(env, target.url);
  const wanted = [...files].toReversed().map(([path, file]) => wantedFile(path, file));
  const isThere = ({ path, sha256 }: Wanted): boolean => {
    const before = known.get(path);
    return before?.sha256 === sha256 && env.clock.now().getTime() - before.putAt.getTime() < againMs;
  };
  for (const file of wanted.filter((each) => !isThere(each))) {
    const problem = await send(env, await putRequest(target, file, env.clock.now()), isTaken);
    if (problem !== null) return `${file.path}: ${problem}`;
    await noteFile(env, { target: target.url, path: file.path, sha256: file.sha256 });
  }
  const paths = new Set(wanted.map(({ path }) => path));
  for (const path of [...known.keys()].filter((each) => !paths.has(each))) {
    const problem = await send(env, await deleteRequest(target, path, env.clock.now()), isGone);
    if (problem !== null) return `${path} could not be removed: ${problem}`;
    await noteFile(env, { target: target.url, path, sha256: null });
  }
  return null;
}

interface Wanted {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

function wantedFile(path: string, { type, text }: StatusFile): Wanted {
  const bytes = Buffer.from(text);
  return { path: fileOf(path), type, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const isTaken = (status: number): boolean => status >= 200 && status < 300;
const isGone = (status: number): boolean => isTaken(status) || status === 404 || status === 410;

async function send(
  { config }: Env,
  request: Awaited<ReturnType<typeof putRequest>>,
  isDone: (status: number) => boolean,
): Promise<string | null> {
  try {
    // Whoever runs the server wrote the address into its configuration: it may be next door.
    const allowPrivate = true;
    const { status } = await guardedFetch({
      ...request,
      headers: { 'user-agent': 'Fieldmarshal', ...request.headers },
      timeoutMs,
      responseBytesMax: 10_000,
      allowPrivate,
    });
    return isDone(status) ? null : `${hostOf(config.statusPushUrl)} answered ${status}.`;
  } catch (error) {
    if (error instanceof OutboundError) return error.message;
    throw error;
  }
}

function hostOf(url: string | undefined): string {
  return URL.parse(url ?? '')?.host ?? 'The host';
}
