import { AppError, systemCtx, type Ctx } from '#platform';
import { cutIntoParts, partsOf } from '../bundle/parts.ts';
import { wholeOf } from '../bundle/whole.ts';
import { gapsOf } from '../core/gaps.ts';
import { takeFile } from '../inbox/take-file.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { requireSite } from '../self/own.ts';
import { coveredBy, findBundle, lastBundle, type Line } from '../store/bundle-store.ts';
import { readFile } from '../store/file-store.ts';
import type { Db } from '../store/self-store.ts';
import { approvePrepared, prepareBundle, readPrepared } from '../up/prepare.ts';
import { askParts, askWhatIsThere, bring, fetchDown, LinkFailure, type Caller } from './headquarters.ts';
import { loadLink, noteCall, type LinkSettings } from './link-store.ts';

/** A call that breaks off loses no more than this of what was sent. */
const usualPartBytes = 4 * 1024 * 1024;
const downMax = 50;

/**
 * Calls headquarters once: brings what may leave and is not there yet, oldest first, and fetches what is there for this site. What was
 * not approved stays, unless the redaction policy has a standing approval. Where no line exists this says so and changes nothing.
 */
export async function callHeadquarters(ctx: Ctx, partBytes = usualPartBytes): Promise<string> {
  const asLink = systemCtx(ctx.env, 'link', ctx.pool);
  const db = ctx.env.databases.worker;
  const own = await requireSite(ctx.env, db);
  const settings = await loadLink(db);
  const line = { site: own.name, stream: own.stream };
  let result: string;
  try {
    const caller = { ...callerOf(ctx, own, settings), partBytes };
    const known = await askWhatIsThere(caller);
    const fault = await tellNews(asLink, settings);
    const sent = await bringAll(caller, { ...line, direction: 'up' }, known);
    const fetched = await fetchAll(asLink, caller, { ...line, direction: 'down' });
    result = `ok: ${counted(sent, 'brought')}, ${counted(fetched, 'fetched')}${fault === null ? '' : `. ${fault}`}`;
  } catch (error) {
    if (!(error instanceof LinkFailure)) throw error;
    result = error.message;
  }
  await noteCall(db, result);
  return result;
}

function callerOf(
  { env }: Ctx,
  { peer, secrets }: Awaited<ReturnType<typeof requireSite>>,
  { url }: LinkSettings,
): Caller {
  const address = url ?? peer.url;
  if (address === null || secrets.linkToken === null)
    throw new LinkFailure('The invitation named no address of headquarters. Say where it is.');
  return { env, url: address, token: secrets.linkToken };
}

/**
 * Gathers what is new and lets it leave, as far as somebody approved of the policy beforehand. What a person is looking at is left to them.
 * Returns why nothing could be gathered, or null: what was approved before, and what comes down, waits for no policy.
 */
async function tellNews(ctx: Ctx, { standing }: LinkSettings): Promise<string | null> {
  if (standing === null) return null;
  try {
    if (standing.policy !== (await readPolicy(ctx.env.config)).label) return null;
    if ((await readPrepared(ctx)).prepared !== null) return null;
    const { hash } = await prepareBundle(ctx);
    await approvePrepared(ctx, { hash });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.publicMessage;
    throw error;
  }
}

type Bringer = Caller & { readonly partBytes: number };

async function bringAll(
  caller: Bringer,
  line: Line,
  { last, missing }: { readonly last: number; readonly missing: readonly number[] },
): Promise<number> {
  const db = caller.env.databases.worker;
  const newest = (await lastBundle(db, line, ['written']))?.sequence ?? 0;
  const ahead = Array.from({ length: Math.max(0, newest - last) }, (_, n) => last + 1 + n);
  let sent = 0;
  for (const sequence of [...missing.toSorted((a, b) => a - b), ...ahead]) {
    const bundle = await findBundle(db, line, sequence);
    if (bundle?.state !== 'written' || bundle.file === null) continue;
    await bringFile(caller, db, bundle.file);
    sent += 1;
  }
  return sent;
}

/** Whole where it is small; else in parts, without those that an earlier call brought. */
async function bringFile(caller: Bringer, db: Db, file: string): Promise<void> {
  const { whole, bytes } = await wholeOf(readFile(db, file));
  const { partBytes } = caller;
  if (bytes <= partBytes) return bring(caller, Buffer.concat(await Array.fromAsync(readFile(db, file))));
  const there = new Set(await askParts(caller, { whole, of: partsOf({ bytes, partBytes }) }));
  let part = 0;
  for await (const content of cutIntoParts(readFile(db, file), { whole, bytes, partBytes })) {
    part += 1;
    if (!there.has(part)) await bring(caller, content);
  }
}

/** In the order of their numbers, what is missing first. */
async function fetchAll(ctx: Ctx, caller: Caller, line: Line): Promise<number> {
  let fetched = 0;
  while (fetched < downMax) {
    const bytes = await fetchNext(ctx.env.databases.worker, caller, line);
    if (bytes === null) break;
    const { outcome, message } = await takeFile(ctx, pieces(bytes), { isLink: true });
    if (outcome === 'refused') throw new LinkFailure(`A bundle of headquarters was refused. ${message}`);
    if (outcome === 'known') break;
    fetched += 1;
  }
  return fetched;
}

async function fetchNext(db: Db, caller: Caller, line: Line): Promise<Buffer | null> {
  const covered = await coveredBy(db, line);
  const [gap] = gapsOf(covered);
  const missing = gap === undefined ? null : await fetchDown(caller, gap.firstMissing - 1);
  return missing ?? fetchDown(caller, Math.max(0, ...covered.map(({ sequence }) => sequence)));
}

// oxlint-disable-next-line typescript/require-await
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? 'bundle' : 'bundles'} ${what}`;
}
