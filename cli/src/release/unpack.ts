import { createHash } from 'node:crypto';
import { mkdir, open, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ReleaseFile } from './manifest.ts';
import type { GoodRelease } from './read-release.ts';
import { BadArchive, readTar, slicesOf, type ReadEntry } from './tar.ts';

/** Fills the new folder `stage` with the files of the release, each compared with its checksum. What failed is removed. */
export async function unpack(release: GoodRelease, stage: string): Promise<void> {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true, mode: 0o755 });
  try {
    await pipeline(Readable.from(payload(release)), createGunzip(), async (source: AsyncIterable<Buffer>) =>
      writeAll(source, release.manifest.files, stage),
    );
  } catch (error) {
    await rm(stage, { recursive: true, force: true });
    throw error;
  }
}

async function* payload({ file, manifest, payloadAt }: GoodRelease): AsyncGenerator<Buffer> {
  let left = manifest.parts['payload.tar.gz']?.size ?? 0;
  for await (const slice of slicesOf(file, payloadAt)) {
    yield slice.subarray(0, left);
    left -= Math.min(left, slice.length);
    if (left === 0) return;
  }
}

async function writeAll(
  source: AsyncIterable<Buffer>,
  files: readonly ReleaseFile[],
  stage: string,
): Promise<void> {
  let at = 0;
  for await (const entry of readTar(source)) {
    const said = files[at];
    at += 1;
    if (said?.path !== entry.path)
      throw new BadArchive(`"${entry.path}" is not what the release says is there.`);
    await mkdir(dirname(join(stage, said.path)), { recursive: true, mode: 0o755 });
    if ('link' in said) await symlink(said.link, join(stage, said.path));
    else await writeOne(entry, said, join(stage, said.path));
  }
  if (at !== files.length) throw new BadArchive(`${files.length - at} files are missing.`);
}

async function writeOne(
  entry: ReadEntry,
  said: { path: string; size: number; sha256: string; program: boolean },
  path: string,
): Promise<void> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', said.program ? 0o755 : 0o644);
  try {
    for await (const slice of entry.bytes()) {
      hash.update(slice);
      await file.write(slice);
    }
  } finally {
    await file.close();
  }
  if (entry.size !== said.size || hash.digest('hex') !== said.sha256)
    throw new BadArchive(`${said.path} is not what the release says it is.`);
}
