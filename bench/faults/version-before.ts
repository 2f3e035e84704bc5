import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

/** An installed version of this program from before the newest migration. */
export interface Version {
  readonly program: string;
  /** What it is. */
  readonly name: string;
  close(): Promise<void>;
}

/** The checkout that is named, else one made of this one's history with its packages; or why there is none. */
export async function versionBefore(): Promise<Version | { readonly missing: string }> {
  const named = process.env['FIELDMARSHAL_BENCH_BEFORE'];
  if (named !== undefined) return versionAt(named);
  const git = (...argv: readonly string[]): string =>
    execFileSync('git', argv, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const newest = git('log', '-1', '--format=%H', '--diff-filter=A', '--', 'server/migrations/2*.sql');
    const before = `${newest}~1`;
    if (!isSubset(versionsIn(git('show', `${before}:package-lock.json`)), versionsIn(await lockHere())))
      return {
        missing:
          'the version before needs other packages: name an installed checkout of it in FIELDMARSHAL_BENCH_BEFORE',
      };
    const folder = await mkdtemp(join(tmpdir(), 'fm-before-'));
    execFileSync('sh', ['-c', `git archive ${before} | tar -x -C '${folder}'`], { cwd: root });
    await linkPackages(folder);
    return {
      program: join(folder, 'cli/bin/fieldmarshal.js'),
      name: git('log', '-1', '--format=%h', before),
      close: async () => rm(folder, { recursive: true, force: true }),
    };
  } catch {
    return {
      missing:
        'no history of this checkout: name an installed checkout of the version before in FIELDMARSHAL_BENCH_BEFORE',
    };
  }
}

async function lockHere(): Promise<string> {
  return readFile(join(root, 'package-lock.json'), 'utf8');
}

/** Where each package is, with its version. */
function versionsIn(lock: string): ReadonlyMap<string, string> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file
  const { packages } = JSON.parse(lock) as { packages: Record<string, { version?: string }> };
  return new Map(
    Object.entries(packages).flatMap(([path, { version }]) =>
      path.startsWith('node_modules/') && version !== undefined ? [[path, version]] : [],
    ),
  );
}

function isSubset(some: ReadonlyMap<string, string>, all: ReadonlyMap<string, string>): boolean {
  return [...some].every(([path, version]) => all.get(path) === version);
}

function versionAt(folder: string): Version | { readonly missing: string } {
  const program = join(folder, 'cli/bin/fieldmarshal.js');
  if (!existsSync(program)) return { missing: `there is no ${program}` };
  return { program, name: folder, close: async () => undefined };
}

/** The packages of this checkout, but for those of its own, which are the other version's. */
async function linkPackages(folder: string): Promise<void> {
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(to);
  for (const name of await readdir(from))
    if (name !== '@fieldmarshal') await symlink(join(from, name), join(to, name));
  const own = '@fieldmarshal';
  await mkdir(join(to, own));
  const here = await realpath(root);
  for (const name of await readdir(join(from, own)))
    await symlink(join(folder, relative(here, await realpath(join(from, own, name)))), join(to, own, name));
}
