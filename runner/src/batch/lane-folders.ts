import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { UnpackedBundle } from '../bundle/unpack.ts';
import type { Identity } from './start-playwright.ts';

export interface LaneFolders {
  /** A fresh copy of the bundle's own files; what it depends on is shared and cannot be written to. */
  readonly project: string;
  readonly results: string;
  readonly home: string;
  /** What Playwright compiled of this bundle; nobody can look into it while another bundle runs. */
  readonly cache: string;
}

const cachesKept = 20;

/** Made anew for every batch: nothing that an earlier one left is there. */
export function makeFolders(lane: string, bundle: UnpackedBundle, identity: Identity | null): LaneFolders {
  const project = join(lane, 'project');
  const results = join(lane, 'results');
  const home = join(lane, 'home');
  for (const folder of [project, results, home]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const name of readdirSync(bundle.directory)) {
    const from = join(bundle.directory, name);
    if (name === 'node_modules' || name === '.linked') symlinkSync(from, join(project, name), 'junction');
    else cpSync(from, join(project, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const folder of [results, home]) mkdirSync(folder);
  const cache = cacheOf(lane, bundle, identity);
  if (identity) for (const folder of [project, results, home]) give(folder, identity);
  return { project, results, home, cache };
}

function cacheOf(lane: string, bundle: UnpackedBundle, identity: Identity | null): string {
  const caches = join(lane, 'cache');
  mkdirSync(caches, { recursive: true });
  const own = join(caches, basename(bundle.directory).slice(-16));
  const others = readdirSync(caches)
    .map((name) => join(caches, name))
    .filter((path) => path !== own)
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const [index, { path }] of others.entries()) {
    if (index >= cachesKept) rmSync(path, { recursive: true, force: true });
    else close(path);
  }
  mkdirSync(own, { recursive: true, mode: 0o700 });
  if (identity) chownSync(own, identity.uid, identity.gid);
  return own;
}

function close(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, 0, 0);
  chmodSync(path, 0o700);
}

function give(path: string, { uid, gid }: Identity): void {
  chownSync(path, uid, gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) give(inner, { uid, gid });
    else if (entry.isFile()) chownSync(inner, uid, gid);
  }
}
