import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BundleView, IntakeResult } from '@fieldmarshal/contract/relay';
import { inOrder } from '@fieldmarshal/contract/relay/bring';
import { looksLikeBundle, partHeadBytes, partName } from '@fieldmarshal/contract/relay/part';
import type { Server } from '../client.ts';
import { Refusal } from '../failure.ts';

const transferMs = 30 * 60_000;

export interface Writing extends Server {
  readonly out: string;
  readonly encrypt: boolean;
  /** Bytes; for media smaller than the file. */
  readonly partSize?: number | undefined;
}

/** Fetches a bundle into a folder, such as a USB stick: whole or in parts, each under its final name only once it is complete. Returns the paths. */
export async function writeBundle(
  { site, direction, sequence }: Pick<BundleView, 'site' | 'direction' | 'sequence'>,
  to: Writing,
): Promise<string[]> {
  await mkdir(to.out, { recursive: true });
  const address = `/api/v1/relay/bundles/${site}/${direction}/${sequence}/file${to.encrypt ? '?encrypt=true' : ''}`;
  const response = await ask(to, address, { method: 'GET' });
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  if (name === undefined || response.body === null) throw new Refusal('The server sent no file.');
  const path = join(to.out, basename(name));
  await writeNew(`${path}.unfinished`, chunksOf(response.body));
  await rename(`${path}.unfinished`, path);
  if (to.partSize === undefined || (await stat(path)).size <= to.partSize) return [path];
  const parts = await cut(path, to.partSize);
  await rm(path);
  return parts;
}

/** In place of whatever has that name: a link that somebody left on the stick leads nowhere. */
export async function writeNew(
  path: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  await rm(path, { force: true });
  await pipeline(Readable.from(content), createWriteStream(path, { flush: true, flags: 'wx' }));
}

/** The bytes of an answer, as they come. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function cut(path: string, partBytes: number): Promise<string[]> {
  const { cutIntoParts } = await import('@fieldmarshal/server/bundles');
  const { size } = await stat(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const paths: string[] = [];
  for await (const part of cutIntoParts(createReadStream(path), {
    whole: hash.digest(),
    bytes: size,
    partBytes,
  })) {
    const name = partName(path, paths.length + 1);
    await writeNew(name, [part]);
    paths.push(name);
  }
  return paths;
}

/** Brings a file to the server and says what came of it. */
export async function bringFile(path: string, server: Server): Promise<IntakeResult> {
  const response = await ask(server, '/api/v1/relay/inbox', {
    method: 'POST',
    body: await openAsBlob(path),
    headers: { 'content-type': 'application/octet-stream' },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and answers by the contract
  return (await response.json()) as IntakeResult;
}

/**
 * Bundles in these files and folders, in the order of their names, numbers by their value. In a folder only files count that may be bundles: links and pipes on a
 * stick are left alone.
 */
export async function bundleFiles(places: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    const info = await stat(place).catch(() => null);
    if (info === null) throw new Refusal(`There is no ${place}.`);
    if (!info.isDirectory()) found.push(place);
    else found.push(...(await bundlesIn(place)));
  }
  if (found.length === 0)
    throw new Refusal(
      'There is no bundle: no file begins like one, and none has a name that ends with .fmb, .fmb.age or a number after it. Folders inside are not looked into.',
    );
  return inOrder(found.map((path) => ({ path, name: basename(path) }))).map(({ path }) => path);
}

async function bundlesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && looksLikeBundle(entry.name, await beginningOf(path))) paths.push(path);
  }
  return paths;
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path).catch(() => null);
  if (file === null) return new Uint8Array();
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(partHeadBytes), 0, partHeadBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Asks the server outside the contract: for bytes. Throws {@link Refusal} with what it says. */
export async function ask(server: Server, address: string, init: RequestInit): Promise<Response> {
  const url = server.url.replace(/\/+$/, '');
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${server.token ?? ''}`);
  const response = await fetch(`${url}${address}`, {
    ...init,
    headers,
    signal: AbortSignal.timeout(transferMs),
  }).catch((error: unknown) => {
    throw new Refusal(
      `Fieldmarshal at ${url} does not answer (${error instanceof Error ? error.message : String(error)}).`,
    );
  });
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => null);
  const detail =
    typeof problem === 'object' && problem !== null && 'detail' in problem
      ? String(problem.detail)
      : `HTTP ${response.status}`;
  throw new Refusal(detail);
}
