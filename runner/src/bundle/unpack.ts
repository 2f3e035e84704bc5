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
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { Unpack } from 'tar';
import { configurationFile, configurationFileName } from '../inside/configuration-file.ts';
import { ownPackages } from './own-packages.ts';
import { bundleLimits, manifest, manifestName, type Manifest } from './manifest.ts';

/** A bundle that cannot be trusted or read; nothing of it is left on the disk. */
export class BadBundle extends Error {}

export interface UnpackedBundle {
  /** Its root, in which the project lies at `manifest.directory`. */
  readonly directory: string;
  readonly manifest: Manifest;
}

/** Where Playwright runs, and where its configuration lies, in a bundle or a copy of it at `root`. */
export function placesOf(
  root: string,
  { directory, configuration }: Manifest,
): { projectDirectory: string; configurationDirectory: string } {
  const projectDirectory = join(root, directory);
  return { projectDirectory, configurationDirectory: join(projectDirectory, dirname(configuration ?? 'x')) };
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
    const { configuration, directory: project } = read;
    const beside = join(stage, project, dirname(configuration ?? 'x'), configurationFileName);
    writeFileSync(beside, configurationFile(configuration === null ? null : basename(configuration)));
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

const sliceBytes = 64 * 1024;

/** In slices, so that what unpacks to more than it may is given up after the slice that shows it. */
async function extract(bytes: Buffer, stage: string): Promise<void> {
  const judge = judgeOfEntries();
  const stream = new Unpack({
    cwd: stage,
    strict: true,
    preserveOwner: false,
    umask: 0o022,
    filter: (path, entry) =>
      judge.isGood({ path, size: entry.size, type: 'type' in entry ? entry.type : 'File' }),
  });
  const closed = new Promise<void>((resolve, reject) => {
    stream.on('close', () => resolve());
    stream.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
  });
  // Whoever waits below hears of it; until then it is nobody's.
  closed.catch(() => undefined);
  for (let from = 0; from < bytes.length && judge.fault() === null; from += sliceBytes) {
    const goesOn = stream.write(bytes.subarray(from, from + sliceBytes));
    if (!goesOn) await Promise.race([closed, once(stream, 'drain')]);
  }
  if (judge.fault() === null) {
    stream.end();
    await closed;
  }
  const fault = judge.fault();
  if (fault !== null) throw new BadBundle(fault);
}

interface Entry {
  path: string;
  size: number;
  type: string;
}

/** Takes the entries of a bundle one by one; after the first bad one none is good. */
function judgeOfEntries(): { isGood(entry: Entry): boolean; fault(): string | null } {
  let files = 0;
  let total = 0;
  let fault: string | null = null;
  return {
    fault: () => fault,
    isGood: ({ path, size, type }) => {
      files += 1;
      total += size;
      if (!['File', 'OldFile', 'Directory'].includes(type)) {
        fault ??= `"${path}" in the bundle is neither a file nor a folder.`;
      }
      if (isOutside(path)) fault ??= `"${path}" in the bundle leads out of it.`;
      if (files > bundleLimits.files || total > bundleLimits.bytes || size > bundleLimits.fileBytes) {
        fault ??= `The bundle is larger unpacked than ${bundleLimits.files} files or ${bundleLimits.bytes} bytes.`;
      }
      return fault === null;
    },
  };
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
  const { configuration, directory: project, links } = read.data;
  const paths = [
    join(project, configuration ?? 'x'),
    configuration ?? 'x',
    ...links.flatMap(({ at, to }) => [at, to]),
  ];
  const bad = paths.find(isOutside);
  if (bad !== undefined) throw new BadBundle(`"${bad}" in the bundle leads out of it.`);
  return read.data;
}

function link(root: string, at: string, target: string): void {
  mkdirSync(dirname(join(root, at)), { recursive: true });
  rmSync(join(root, at), { recursive: true, force: true });
  // Relative: the folder gets its name when it is whole.
  symlinkSync(relative(dirname(join(root, at)), join(root, target)), join(root, at), 'junction');
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
