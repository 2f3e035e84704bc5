import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { UnpackedBundle } from '../bundle/unpack.ts';
import type { Identity } from './start-playwright.ts';

export interface LaneFolders {
  /** A fresh copy of the bundle's own files, as it is laid out; what it depends on is shared and cannot be written to. */
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
  copyOwn(bundle.directory, project);
  for (const folder of [results, home]) mkdirSync(folder);
  const cache = cacheOf(lane, bundle, identity);
  if (identity) for (const folder of [project, results, home]) give(folder, identity);
  return { project, results, home, cache };
}

/** `node_modules` is shared, at whatever depth, and so is `.linked`, where bundles of before kept packages of a workspace. */
function copyOwn(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === 'node_modules' || entry.name === '.linked') symlinkSync(source, target, 'junction');
    else if (entry.isDirectory()) copyOwn(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else cpSync(source, target);
  }
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
