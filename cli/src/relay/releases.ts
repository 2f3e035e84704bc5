import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReleaseView } from '@fieldmarshal/contract/relay';
import { connect, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';
import { ask, chunksOf, writeNew } from './carry.ts';

/** Brings a release to headquarters; one that is there already is that one. */
export async function bringRelease(path: string, server: Server): Promise<ReleaseView> {
  const body = await openAsBlob(path).catch(() => {
    throw new Refusal(`There is no ${path}.`);
  });
  const address = `/api/v1/relay/releases?name=${encodeURIComponent(basename(path))}`;
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await ask(server, address, { method: 'POST', body, headers });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and answers by the contract
  return (await response.json()) as ReleaseView;
}

/** Says which releases there are, and writes them into a folder: nothing is installed by that. */
export async function showReleases({ out, ...server }: Server & { readonly out?: string }): Promise<void> {
  const { items } = await connect(server).relay.releases({});
  if (items.length === 0) console.log('No release is here.');
  for (const release of items) {
    console.log(`${release.name}  ${release.bytes} bytes  SHA-256 ${release.sha256}`);
    if (out === undefined) continue;
    const path = await write(release, out, server);
    console.log(`Wrote ${path}. Install it at its machine: fieldmarshal update ${path}`);
  }
}

async function write({ sha256, name }: ReleaseView, out: string, server: Server): Promise<string> {
  await mkdir(out, { recursive: true });
  const response = await ask(server, `/api/v1/relay/releases/${sha256}/file`, { method: 'GET' });
  if (response.body === null) throw new Refusal('The server sent no file.');
  const hash = createHash('sha256');
  const path = join(out, basename(name));
  await writeNew(`${path}.unfinished`, hashed(chunksOf(response.body), hash));
  if (hash.digest('hex') !== sha256) {
    await rm(`${path}.unfinished`, { force: true });
    throw new Refusal(`${name} came altered; nothing was written.`);
  }
  await rename(`${path}.unfinished`, path);
  return path;
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
