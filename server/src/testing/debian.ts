import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = new URL('../../../node_modules/.cache/debian/', import.meta.url).pathname;

/** A program the tests use from Debian: its path, or why it cannot be had here. */
export type Found = { readonly path: string } | { readonly missing: string };

/** Debian's Chromium without a window, which takes a third of the time of the whole one but knows no notifications; that one where it cannot be had. */
export async function headlessChromium(): Promise<Found> {
  const name = 'chromium-headless-shell';
  const present = await onPath(name);
  if (present === null) await install([name]);
  const path = present ?? (await onPath(name));
  return path === null ? chromium() : { path };
}

/** Debian's Chromium: the one on this machine, else installed when we may. The whole browser: its headless shell knows no notifications. */
export async function chromium(): Promise<Found> {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const present = (await Promise.all(names.map(onPath))).find((path) => path !== null);
  if (present) return { path: present };
  const refused = await install(['chromium']);
  const path = await onPath('chromium');
  return path === null ? { missing: refused ?? 'chromium was installed but is not on the PATH' } : { path };
}

/**
 * Prometheus, Alertmanager and their tools: those on this machine, else unpacked from Debian's packages into a cache, which starts no
 * service and changes nothing else.
 */
export async function prometheusTool(
  name: 'prometheus' | 'prometheus-alertmanager' | 'amtool',
): Promise<Found> {
  const present = await onPath(name);
  if (present !== null) return { path: present };
  const unpacked = join(cache, 'usr/bin', name);
  if (existsSync(unpacked)) return { path: unpacked };
  const refused = await unpack(name === 'prometheus' ? 'prometheus' : 'prometheus-alertmanager');
  return existsSync(unpacked)
    ? { path: unpacked }
    : { missing: refused ?? `Debian's package holds no ${name}` };
}

/**
 * Debian's packages, also where they are installed, with all that they need and this machine lacks, unpacked into a folder of the cache:
 * nothing is installed, no service is started. Gives the folder, which stands for `/`.
 */
export async function debianRoot(packages: readonly string[]): Promise<Found> {
  const root = join(cache, packages.join('+'));
  const whole = join(root, '.whole');
  if (existsSync(whole)) return { path: root };
  const refused = await attempt(async () => {
    const archives = join(root, '.archives');
    await mkdir(archives, { recursive: true });
    if (process.getuid?.() === 0) await run('apt-get', ['update']);
    const { stdout } = await run('apt-get', ['-s', 'install', '--no-install-recommends', ...packages]);
    const missing = [...stdout.matchAll(/^Inst (\S+) /gm)].flatMap(([, name]) => name ?? []);
    const wanted = new Set([...packages, ...missing]);
    await run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...wanted], { cwd: archives });
    for (const file of await readdir(archives)) await run('dpkg', ['-x', join(archives, file), root]);
    await writeFile(whole, '');
  });
  return refused === null ? { path: root } : { missing: refused };
}

async function onPath(name: string): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

async function install(packages: readonly string[]): Promise<string | null> {
  if (process.getuid?.() !== 0) return `not installed, and only root may install ${packages.join(', ')}`;
  return attempt(async () => {
    await mkdir(cache, { recursive: true });
    // Several files of tests may want it at once; the second then finds it there.
    const apt = async (...words: string[]) =>
      run('flock', [join(cache, 'apt.lock'), 'apt-get', ...words], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  });
}

async function unpack(name: string): Promise<string | null> {
  return attempt(async () => {
    await mkdir(cache, { recursive: true });
    if (process.getuid?.() === 0) await run('apt-get', ['update']);
    // apt downloads as a user of its own, which may not write into our cache; its sandbox is not needed for one file.
    await run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', name], { cwd: cache });
    const file = (await readdir(cache)).find(
      (entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'),
    );
    await run('dpkg', ['-x', join(cache, file ?? ''), cache]);
  });
}

async function attempt(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'failed') : String(error);
  }
}
