import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { create } from 'tar';
import { bundleBytesMax } from '@fieldmarshal/contract/checks';
import { filesOfPackage, tooMuch } from './contents.ts';
import { manifestName, type Manifest } from './manifest.ts';
import { needsOf, type Needs } from './needs.ts';
import { SourceError } from './imports.ts';
import { configurationOf, isSource, projectFiles, wantsOwnBrowser } from './project.ts';

/** The project cannot become a bundle; the message says which file and why. */
export class BundleRefusal extends Error {}

export interface Packed {
  readonly bytes: Buffer;
  /** SHA-256, hexadecimal: the same project gives the same. */
  readonly digest: string;
  readonly packages: number;
  /** Files of secrets, which stay at home. */
  readonly withheld: readonly string[];
  /** Links of the project that lead out of it to what no test imports, which stay at home too. */
  readonly cutLinks: readonly string[];
}

export interface PackOptions {
  /** The Playwright configuration, from the folder; by default `playwright.config.*` in it. */
  readonly configuration?: string | undefined;
  /** Files and folders, from the folder, that no test needs. */
  readonly leaveOut?: readonly string[];
}

/**
 * A gzipped tar of a Playwright project as it is, with what its sources import from around it and the installed packages that they need,
 * each at its place, so that a runner needs no install. Playwright itself stays outside: it is the runner's.
 */
export async function pack(
  directory: string,
  { configuration: named, leaveOut = [] }: PackOptions = {},
): Promise<Packed> {
  const root = realpathSync(resolve(directory));
  const { files, withheld, links } = projectFiles(root, leaveOut);
  const sources = files.filter(isSource);
  if (sources.length === 0) throw new BundleRefusal(`There is no test in ${root}.`);
  const configuration = named ?? configurationOf(files);
  if (configuration !== null && !files.includes(configuration))
    throw new BundleRefusal(`There is no configuration ${configuration} in ${root}.`);
  const needs = await needsOf(root, { files, links, configuration }).catch((error: unknown) => {
    throw error instanceof SourceError ? new BundleRefusal(error.message) : error;
  });
  const { missing } = needs.closure;
  if (missing.length > 0) {
    throw new BundleRefusal(
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} imported and not installed. Run "npm install" in ${root} first.`,
    );
  }
  const contents = [
    ...files.map((one) => join(root, one)),
    ...needs.outside,
    ...needs.closure.folders.flatMap(filesOfPackage),
  ];
  const fault = tooMuch(root, contents);
  if (fault !== null) throw new BundleRefusal(fault);
  const stage = mkdtempSync(join(tmpdir(), 'fieldmarshal-bundle-'));
  try {
    const { base } = needs;
    for (const file of contents) copy(file, join(stage, relative(base, file)));
    const manifest = manifestOf(root, { needs, configuration, stage });
    manifest.wantsOwnBrowser = wantsOwnBrowser(root, sources);
    writeFileSync(join(stage, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const bytes = await archive(stage);
    if (bytes.length > bundleBytesMax) {
      throw new BundleRefusal(
        `The bundle has ${bytes.length} bytes; at most ${bundleBytesMax} are taken. Name what no test needs under "leaveOut"; its largest part is most likely in node_modules.`,
      );
    }
    return {
      bytes,
      digest: createHash('sha256').update(bytes).digest('hex'),
      packages: needs.closure.folders.length,
      withheld,
      cutLinks: needs.cutLinks,
    };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function manifestOf(
  root: string,
  { needs, configuration, stage }: { needs: Needs; configuration: string | null; stage: string },
): { -readonly [K in keyof Manifest]: Manifest[K] } {
  const { base, links } = needs;
  const from = (path: string): string => relative(base, path).split(sep).join('/');
  const directory = from(root);
  return {
    format: directory === '' ? 1 : 2,
    directory,
    configuration,
    links: links
      .map(({ at, to }) => ({ at: from(at), to: from(to) }))
      .filter(({ to }) => existsSync(join(stage, to))),
    wantsOwnBrowser: false,
  };
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
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
