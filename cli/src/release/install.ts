import { execFile } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../failure.ts';
import { readKey } from './keys.ts';
import { limits, type Manifest } from './manifest.ts';
import { openRelease, type GoodRelease } from './read-release.ts';
import { unpack } from './unpack.ts';
import {
  folderOf,
  readVersions,
  refuseBreaking,
  removeOlder,
  switchBack,
  switchTo,
  writeFrame,
  type Versions,
} from './versions.ts';

export interface InstallFlags {
  readonly to?: string;
  readonly key?: string;
  readonly older?: boolean;
}

/** What came of it: the versions by their names, such as `0.1.0-1f2e3d4c`. */
export interface Installed {
  readonly root: string;
  readonly version: string;
  readonly before: string | null;
  readonly manifest: Manifest;
}

const run = promisify(execFile);
const startsWithinMs = 60_000;

/**
 * Installs a release into `flags.to`, or beside the version that is there, and switches to it. Nothing is written before signature and
 * checksums are good; the new version must have started once before it is switched to. Throws a Refusal with the reason.
 */
export async function installRelease(path: string, flags: InstallFlags, own: string): Promise<Installed> {
  process.umask(0o022);
  const root = rootOf(flags.to, own);
  const key = await trustedKey(root, flags.key);
  const release = await openRelease(path, key);
  try {
    return await install(release, root, { key, mayBeOlder: flags.older === true });
  } finally {
    await release.file.close();
  }
}

/** Back to the version before. */
export async function rollBack(
  flags: Pick<InstallFlags, 'to'>,
  own: string,
): Promise<{ root: string; version: string; beside: number }> {
  const root = rootOf(flags.to, own);
  return { root, ...(await switchBack(await readVersions(root))) };
}

async function install(
  release: GoodRelease,
  root: string,
  { key, mayBeOlder }: { key: KeyObject; mayBeOlder: boolean },
): Promise<Installed> {
  const { manifest, id } = release;
  const versions = await readVersions(root);
  const version = `${manifest.version}-${id.slice(0, 8)}`;
  if (versions.current === version) throw new Refusal(`${version} is the current version already.`);
  refuseOther(manifest);
  if (!mayBeOlder) refuseOlder(manifest.version, versions.current);
  await refuseFull(manifest, root);
  const folder = folderOf(versions, version);
  await unpack(release, `${folder}.part`);
  await tryIt(`${folder}.part`, manifest);
  await refuseNewerDatabase(versions, `${folder}.part`);
  await onDisk(root);
  await rm(folder, { recursive: true, force: true });
  await rename(`${folder}.part`, folder);
  await writeFrame(root, key.export({ type: 'spki', format: 'pem' }).toString());
  await switchTo(versions, version);
  await removeOlder(root);
  return { root, version, before: versions.current, manifest };
}

/** `--older` and a release of the same number may know less of the database than the current version has made of it. */
async function refuseNewerDatabase(versions: Versions, stage: string): Promise<void> {
  if (versions.current === null) return;
  await refuseBreaking(folderOf(versions, versions.current), stage).catch(async (error: unknown) => {
    await rm(stage, { recursive: true, force: true });
    throw error;
  });
}

/** Before the switch: what a power cut leaves is the old version or the new one. One call for all: a call for each of 11,000 files takes half a minute. */
async function onDisk(root: string): Promise<void> {
  await run('sync', ['-f', root]);
}

/** Where versions are: as told, or around the version that runs this. */
function rootOf(to: string | undefined, own: string): string {
  if (to !== undefined) return resolve(to);
  if (basename(dirname(own)) === 'versions') return dirname(dirname(own));
  throw new Refusal('Say with --to where Fieldmarshal is, or shall be, installed.');
}

/** The key that somebody names, else the one of the installation before. */
async function trustedKey(root: string, named: string | undefined): Promise<KeyObject> {
  if (named !== undefined) return readKey(named, 'public');
  return readKey(join(root, 'release.pem'), 'public').catch(() => {
    throw new Refusal(
      'Name the public key that releases are signed with, for the first time: --key release.pem',
    );
  });
}

function refuseOther({ platform }: Manifest): void {
  const here = `${process.platform}-${process.arch}`;
  if (platform !== here) throw new Refusal(`This release is for ${platform}, and this machine is ${here}.`);
}

function refuseOlder(version: string, current: string | null): void {
  const parts = (text: string): number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [one, other] = [parts(version), parts(current ?? '0.0.0')];
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at >= 0 && Number(one[at]) < Number(other[at]))
    throw new Refusal(
      `${version} is older than the current version ${current}. "fieldmarshal rollback" goes back one; --older installs it anyway.`,
    );
}

async function refuseFull({ files }: Manifest, root: string): Promise<void> {
  const needed = files.reduce((sum, file) => sum + ('size' in file ? file.size + 4_096 : 0), 0);
  if (needed > limits.unpackedBytes) throw new Refusal('The release unpacks to more than 4 GiB.');
  await mkdir(join(root, 'versions'), { recursive: true, mode: 0o755 });
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < needed)
    throw new Refusal(`${root} has not enough space: ${Math.ceil(needed / 1024 ** 2)} MiB are needed.`);
}

/** A version that cannot even say its name here (another C library, say) never becomes the current one. */
async function tryIt(folder: string, { version, platform }: Manifest): Promise<void> {
  try {
    const program = join(folder, `node_modules/node-${platform}/bin/node`);
    const { stdout } = await run(program, [join(folder, 'cli/bin/fieldmarshal.js'), '--version'], {
      timeout: startsWithinMs,
    });
    if (stdout.trim() !== version) throw new Error(`it says ${stdout.trim()}`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Refusal(
      `The new version does not start on this machine, so nothing was switched: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
