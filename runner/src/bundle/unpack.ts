import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Unpack } from 'tar';
import { configurationFile, configurationFileName } from '../inside/configuration-file.ts';
import { ownPackages } from './imports.ts';
import { bundleLimits, manifest, manifestName, type Manifest } from './manifest.ts';

/** A bundle that cannot be trusted or read; nothing of it is left on the disk. */
export class BadBundle extends Error {}

export interface UnpackedBundle {
  readonly directory: string;
  readonly manifest: Manifest;
}

/**
 * Unpacks into `directory`, which appears whole or not at all. Refuses what leaves the folder, links, devices, and more than
 * {@link bundleLimits} while it streams; adds the runner's own Playwright.
 */
export async function unpack(bytes: Buffer, directory: string): Promise<UnpackedBundle> {
  if (existsSync(directory)) return { directory, manifest: readManifest(directory) };
  const stage = `${directory}.part`;
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true, mode: 0o755 });
  try {
    await extract(bytes, stage);
    const read = readManifest(stage);
    for (const { at, to } of read.links) link(stage, at, to);
    addOwnPackages(stage);
    const beside = join(stage, dirname(read.configuration ?? 'x'), configurationFileName);
    writeFileSync(beside, configurationFile(read.configuration));
    renameSync(stage, directory);
    return { directory, manifest: read };
  } catch (error) {
    rmSync(stage, { recursive: true, force: true });
    throw error instanceof BadBundle
      ? error
      : new BadBundle(
          `The bundle cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`,
        );
  }
}

async function extract(bytes: Buffer, stage: string): Promise<void> {
  let files = 0;
  let total = 0;
  const stream = new Unpack({
    cwd: stage,
    strict: true,
    preserveOwner: false,
    umask: 0o022,
    filter: (path, entry) => {
      const type = 'type' in entry ? entry.type : 'File';
      const size = entry.size;
      files += 1;
      total += size;
      if (type !== 'File' && type !== 'OldFile' && type !== 'Directory') {
        throw new BadBundle(`"${path}" in the bundle is neither a file nor a folder.`);
      }
      if (isOutside(path)) throw new BadBundle(`"${path}" in the bundle leads out of it.`);
      if (files > bundleLimits.files || total > bundleLimits.bytes || size > bundleLimits.fileBytes) {
        throw new BadBundle(
          `The bundle is larger unpacked than ${bundleLimits.files} files or ${bundleLimits.bytes} bytes.`,
        );
      }
      return true;
    },
  });
  await pipeline(Readable.from([bytes]), stream);
}

function isOutside(path: string): boolean {
  const plain = normalize(path);
  return plain.startsWith('..') || plain.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\0');
}

function readManifest(directory: string): Manifest {
  const file = join(directory, manifestName);
  if (!existsSync(file)) throw new BadBundle(`There is no ${manifestName} in the bundle.`);
  const read = manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new BadBundle(`The ${manifestName} of the bundle cannot be read.`);
  const { configuration, links } = read.data;
  const paths = [
    ...(configuration === null ? [] : [configuration]),
    ...links.flatMap(({ at, to }) => [at, to]),
  ];
  const bad = paths.find(isOutside);
  if (bad !== undefined) throw new BadBundle(`"${bad}" in the bundle leads out of it.`);
  return read.data;
}

function link(root: string, at: string, target: string): void {
  mkdirSync(dirname(join(root, at)), { recursive: true });
  rmSync(join(root, at), { recursive: true, force: true });
  symlinkSync(join(root, target), join(root, at), 'junction');
}

function addOwnPackages(root: string): void {
  const own = createRequire(import.meta.url);
  for (const name of ownPackages) {
    const at = join(root, 'node_modules', name);
    mkdirSync(dirname(at), { recursive: true });
    rmSync(at, { recursive: true, force: true });
    const target =
      name === '@fieldmarshal/playwright'
        ? join(import.meta.dirname, '../../../playwright')
        : dirname(own.resolve(`${name}/package.json`));
    symlinkSync(target, at, 'junction');
  }
  chmodSync(join(root, 'node_modules'), 0o755);
}
