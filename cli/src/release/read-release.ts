import { createHash, type KeyObject } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../failure.ts';
import { limits, names, readManifest, type Manifest } from './manifest.ts';
import { BadArchive, paddingOf, readTar, slicesOf, type ReadEntry } from './tar.ts';

/** A release whose signature and checksums are good, still open: what is unpacked is the same file, whatever its name means by then. */
export interface GoodRelease {
  readonly file: FileHandle;
  readonly manifest: Manifest;
  /** SHA-256 of the signed bytes: which release it is. */
  readonly id: string;
  /** Where the payload's bytes begin. */
  readonly payloadAt: number;
}

const block = 512;

/** Reads a release to its end, writing nothing. Throws a Refusal with the reason. The caller closes the file. */
export async function openRelease(path: string, key: KeyObject): Promise<GoodRelease> {
  const file = await open(path).catch(() => {
    throw new Refusal(`${path} cannot be read.`);
  });
  try {
    return await read(basename(path), file, key);
  } catch (error) {
    await file.close();
    if (error instanceof BadArchive)
      throw new Refusal(`${basename(path)} was altered or cut off. ${error.message}`);
    throw error;
  }
}

async function read(what: string, file: FileHandle, key: KeyObject): Promise<GoodRelease> {
  const entries = readTar(slicesOf(file));
  const next = async (name: string): Promise<ReadEntry> => {
    const entry = await entries.next();
    if (entry.done !== true && entry.value.path === name && entry.value.link === undefined)
      return entry.value;
    throw new BadArchive(`There should be ${name}.`);
  };
  const [first = '', second = '', ...others] = names;
  const bytes = await small(await firstEntry(what, async () => next(first)));
  const signature = await small(await next(second));
  const manifest = readManifest(what, { bytes, signature }, key);
  let at = placeAfter(placeAfter(0, bytes.length), signature.length);
  for (const name of others) {
    const entry = await next(name);
    await compare(what, entry, manifest.parts[name]);
    if (name !== others.at(-1)) at = placeAfter(at, entry.size);
  }
  if (!(await entries.next()).done) throw new BadArchive('There is more than there should be.');
  const id = createHash('sha256').update(bytes).digest('hex');
  return { file, manifest, id, payloadAt: at + block };
}

/** Whatever file somebody took by mistake. */
async function firstEntry(what: string, next: () => Promise<ReadEntry>): Promise<ReadEntry> {
  try {
    return await next();
  } catch {
    throw new Refusal(`${what} is not a release of Fieldmarshal, or its beginning was altered.`);
  }
}

async function small(entry: ReadEntry): Promise<Buffer> {
  if (entry.size > limits.manifestBytes) throw new BadArchive(`${entry.path} is too large.`);
  const slices: Buffer[] = [];
  for await (const slice of entry.bytes()) slices.push(slice);
  return Buffer.concat(slices);
}

async function compare(
  what: string,
  entry: ReadEntry,
  said: Manifest['parts'][string] | undefined,
): Promise<void> {
  const hash = createHash('sha256');
  for await (const slice of entry.bytes()) hash.update(slice);
  if (said?.size !== entry.size || said.sha256 !== hash.digest('hex'))
    throw new Refusal(`${what} was altered: the checksum of ${entry.path} in it does not fit.`);
}

function placeAfter(at: number, size: number): number {
  return at + block + size + paddingOf(size).length;
}
