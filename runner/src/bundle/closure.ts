import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ownPackages } from './own-packages.ts';

const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/** A package by the name that a file in `from` imports it by. */
export interface WantedPackage {
  readonly name: string;
  readonly from: string;
  /** Without it the project cannot run; optional ones and peers are left out in silence where they are not installed. */
  readonly isNeeded: boolean;
}

/** A link of a package manager, both ends absolute: into the store of pnpm, or to a package of the workspace. */
export interface PackageLink {
  readonly at: string;
  readonly to: string;
}

export interface Closure {
  /** Where the packages really lie. */
  readonly folders: string[];
  readonly links: PackageLink[];
  readonly missing: string[];
}

/** What is wanted and all that it needs in turn, each found where Node finds it: of a package that is there twice each importer gets its own. */
export function packagesBehind(wanted: readonly WantedPackage[]): Closure {
  const folders = new Set<string>();
  const links = new Map<string, string>();
  const missing = new Set<string>();
  const queue = [...wanted];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (ownPackages.has(next.name)) continue;
    const seen = lookUp(next.name, next.from);
    if (seen === null) {
      if (next.isNeeded) missing.add(next.name);
      continue;
    }
    const folder = realpathSync(seen);
    if (folder !== seen) links.set(seen, folder);
    if (folders.has(folder)) continue;
    folders.add(folder);
    queue.push(...wantedBy(folder));
  }
  return {
    folders: [...folders].sort(),
    links: [...links].map(([at, to]) => ({ at, to })).sort((a, b) => (a.at < b.at ? -1 : 1)),
    missing: [...missing].sort(),
  };
}

function wantedBy(directory: string): WantedPackage[] {
  const { dependencies, optionalDependencies, peerDependencies } = packageFile.parse(
    JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')),
  );
  const needed = Object.keys(dependencies).filter((name) => !(name in optionalDependencies));
  const wished = [...Object.keys(optionalDependencies), ...Object.keys(peerDependencies)];
  return [
    ...needed.map((name) => ({ name, from: directory, isNeeded: true })),
    ...wished.map((name) => ({ name, from: directory, isNeeded: false })),
  ];
}

/** As Node looks: in the `node_modules` of every folder upwards. */
export function lookUp(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return null;
  }
}
