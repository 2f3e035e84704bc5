import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { create } from 'tar';
import { bundleBytesMax } from '@fieldmarshal/contract/checks';
import { packagesBehind, type FoundPackage } from './closure.ts';
import { importedPackages, SourceError } from './imports.ts';
import { manifestName, type Manifest } from './manifest.ts';
import { configurationOf, isSource, projectFiles, wantsOwnBrowser } from './project.ts';

/** The project cannot become a bundle; the message says which file and why. */
export class BundleRefusal extends Error {}

export interface Packed {
  readonly bytes: Buffer;
  /** SHA-256, hexadecimal: the same project gives the same. */
  readonly digest: string;
  readonly packages: number;
  readonly withheld: readonly string[];
}

/**
 * A gzipped tar of a Playwright project as it is, with the installed packages that its sources import and all that those need, so that
 * a runner needs no install. Playwright itself stays outside: it is the runner's.
 */
export async function pack(directory: string): Promise<Packed> {
  const root = resolve(directory);
  const { files, withheld } = projectFiles(root);
  const sources = files.filter(isSource);
  if (sources.length === 0) throw new BundleRefusal(`There is no test in ${root}.`);
  const names = await importedPackages(root, sources).catch((error: unknown) => {
    throw error instanceof SourceError ? new BundleRefusal(error.message) : error;
  });
  const { packages, missing } = packagesBehind(root, names);
  if (missing.length > 0) {
    throw new BundleRefusal(
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} imported and not installed. Run "npm install" in ${root} first.`,
    );
  }
  const stage = mkdtempSync(join(tmpdir(), 'fieldmarshal-bundle-'));
  try {
    for (const file of files) copy(join(root, file), join(stage, file));
    const links = packages.map((one) => placePackage(one, stage)).filter((link) => link !== null);
    const manifest: Manifest = {
      format: 1,
      configuration: configurationOf(files),
      links,
      wantsOwnBrowser: wantsOwnBrowser(root, sources),
    };
    writeFileSync(join(stage, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const bytes = await archive(stage);
    if (bytes.length > bundleBytesMax) {
      throw new BundleRefusal(
        `The bundle has ${bytes.length} bytes; at most ${bundleBytesMax} are taken. Its largest part is most likely in node_modules.`,
      );
    }
    return {
      bytes,
      digest: createHash('sha256').update(bytes).digest('hex'),
      packages: packages.length,
      withheld,
    };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

const inPackageLeftOut = /\.(map|md|markdown|tsbuildinfo)$|\.d\.[cm]?ts$/i;

/** Sources of a linked package lie outside of `node_modules`, as at home, because Playwright compiles none that lie inside. */
function placePackage(found: FoundPackage, stage: string): Manifest['links'][number] | null {
  const at = found.isLinked ? `.linked/${found.at.replaceAll('/', '+')}` : found.at;
  cpSync(found.directory, join(stage, at), {
    recursive: true,
    filter: (source) =>
      source === found.directory ||
      (!inPackageLeftOut.test(source) && !['node_modules', '.git'].includes(basename(source))),
  });
  return found.isLinked ? { at: found.at, to: at } : null;
}

/** The same bytes for the same files: in order, without times and owners. */
async function archive(stage: string): Promise<Buffer> {
  const entries = listed(stage);
  const chunks: Buffer[] = [];
  const stream = create(
    { cwd: stage, gzip: { level: 6 }, portable: true, mtime: new Date(0), noMtime: true, noDirRecurse: true },
    entries,
  );
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function listed(stage: string): string[] {
  return readdirSync(stage, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(stage, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
