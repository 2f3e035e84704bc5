import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '#platform';

/** Where the static copy of the status page is; what is in it can be put onto any static host as it is. */
export function staticDir({ statusDir, data }: Pick<Config, 'statusDir' | 'data'>): string {
  return statusDir ?? join(data, 'status');
}

/** The file of a path of the page: pages are folders with an index, everything else is as it is called. */
export function fileOf(path: string): string {
  return /\.[a-z]+$/.test(path) ? join('status', path) : join('status', path, 'index.html');
}

/**
 * Writes one file so that a reader sees the old one or the new one whole, also after the power went. Files of several processes over one
 * folder do not get into each other's way.
 */
export async function writeWhole(dir: string, file: string, bytes: Uint8Array): Promise<void> {
  const path = join(dir, file);
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  const handle = await open(part, 'w', 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
}

/** Removes what is no longer part of the page: a badge of something that is not public any more must not stay. */
export async function removeOthers(dir: string, wanted: ReadonlySet<string>): Promise<void> {
  for (const file of await listed(dir)) if (!wanted.has(file)) await rm(join(dir, file), { force: true });
}

/** What the copy holds, by path of the page; nothing where there is none yet. */
export async function readCopy(dir: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const file of await listed(dir)) {
    const path = file
      .replaceAll('\\', '/')
      .replace(/^status\//, '')
      .replace(/(^|\/)index\.html$/, '');
    files.set(path, await readFile(join(dir, file)));
  }
  return files;
}

/** The finished files below `status`; those half written by somebody are left to them. */
async function listed(dir: string): Promise<string[]> {
  const entries = await readdir(join(dir, 'status'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
}
