import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Refusal } from '../failure.ts';
import { fingerprint, manifest, names, signManifest, type Manifest, type ReleaseFile } from './manifest.ts';
import { headerOf, paddingOf, slicesOf, tail } from './tar.ts';
import type { TreeFile } from './tree.ts';

/** What a release is made of; texts go into it as they are. */
export interface Parts {
  readonly tree: readonly TreeFile[];
  readonly about: Pick<Manifest, 'version' | 'source' | 'platform' | 'node' | 'postgresql' | 'browser'>;
  readonly installer: string;
  readonly sbom: string;
}

/**
 * Writes a release to `out`, which appears whole or not at all. Memory does not grow with it: each file is read twice, in slices. The
 * same parts and key give the same bytes. Throws where a file changes meanwhile.
 */
export async function writeRelease(parts: Parts, key: KeyObject, out: string): Promise<Manifest> {
  const payload = `${out}.payload`;
  const whole = `${out}.part`;
  try {
    const files: ReleaseFile[] = [];
    for (const file of parts.tree) files.push(await described(file));
    const packed = await writePayload(parts.tree, files, payload);
    const texts = { 'install.sh': parts.installer, 'sbom.cdx.json': parts.sbom };
    const said = manifest.parse({
      format: 1,
      ...parts.about,
      key: fingerprint(key),
      parts: {
        ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, partOf(text)])),
        'payload.tar.gz': packed,
      },
      files,
    });
    const bytes = Buffer.from(`${JSON.stringify(said, null, 1)}\n`);
    const inside = [
      bytes,
      signManifest(bytes, key),
      ...Object.values(texts).map((text) => Buffer.from(text)),
    ];
    await pipeline(Readable.from(outer(inside, payload, packed.size)), createWriteStream(whole));
    await rename(whole, out);
    return said;
  } finally {
    await Promise.all([payload, whole].map(async (path) => rm(path, { force: true })));
  }
}

async function* outer(inside: readonly Buffer[], payload: string, size: number): AsyncGenerator<Buffer> {
  for (const [at, bytes] of inside.entries()) {
    yield headerOf({ path: names[at] ?? '', size: bytes.length });
    yield bytes;
    yield paddingOf(bytes.length);
  }
  yield headerOf({ path: names[inside.length] ?? '', size });
  yield* fileSlices(payload);
  yield paddingOf(size);
  yield tail;
}

async function described(file: TreeFile): Promise<ReleaseFile> {
  if ('link' in file) return { path: file.path, link: file.link };
  const hash = createHash('sha256');
  let size = 0;
  for await (const slice of contentOf(file)) {
    hash.update(slice);
    size += slice.length;
  }
  const program = 'from' in file && ((await stat(file.from)).mode & 0o100) !== 0;
  return { path: file.path, size, sha256: hash.digest('hex'), program };
}

async function writePayload(tree: readonly TreeFile[], files: readonly ReleaseFile[], to: string) {
  const hash = createHash('sha256');
  let size = 0;
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  await pipeline(
    Readable.from(archived(tree, files)),
    createGzip({ level: 9 }),
    counted,
    createWriteStream(to),
  );
  return { size, sha256: hash.digest('hex') };
}

async function* archived(tree: readonly TreeFile[], files: readonly ReleaseFile[]): AsyncGenerator<Buffer> {
  for (const [at, file] of files.entries()) {
    const source = tree[at];
    if (source === undefined) return;
    if ('link' in file) {
      yield headerOf({ path: file.path, size: 0, link: file.link });
      continue;
    }
    const { path, size, program } = file;
    yield headerOf({ path, size, isProgram: program });
    yield* unchanged(contentOf(source), createHash('sha256'), file);
    yield paddingOf(size);
  }
  yield tail;
}

async function* unchanged(slices: AsyncIterable<Buffer>, hash: Hash, file: { path: string; sha256: string }) {
  for await (const slice of slices) {
    hash.update(slice);
    yield slice;
  }
  if (hash.digest('hex') !== file.sha256)
    throw new Refusal(`${file.path} changed while the release was made.`);
}

async function* contentOf(file: TreeFile): AsyncGenerator<Buffer> {
  if ('text' in file) yield Buffer.from(file.text);
  if ('from' in file) yield* fileSlices(file.from);
}

async function* fileSlices(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    yield* slicesOf(file);
  } finally {
    await file.close();
  }
}

function partOf(text: string): { size: number; sha256: string } {
  const bytes = Buffer.from(text);
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
