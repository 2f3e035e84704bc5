import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { ownPackages } from './imports.ts';

const packageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

export interface FoundPackage {
  readonly name: string;
  /** Where it really lies. */
  readonly directory: string;
  /** From the root of the bundle: below `node_modules`, nested as it is installed. */
  readonly at: string;
  /** It is linked in from outside of any `node_modules`, as packages of a workspace are: its sources may be TypeScript. */
  readonly isLinked: boolean;
}

/**
 * The packages of `names` as seen from `root`, and all that those need in turn, each at the place where Node will look for it.
 * `missing` are the ones that are wanted and not installed; those that are optional or peers are left out in silence.
 */
export function packagesBehind(
  root: string,
  names: readonly string[],
): { packages: FoundPackage[]; missing: string[] } {
  const packages = new Map<string, FoundPackage>();
  const missing: string[] = [];
  const queue = names.map((name) => ({ name, from: root, isNeeded: true }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (ownPackages.has(next.name)) continue;
    const seen = lookUp(next.name, next.from);
    if (seen === null) {
      if (next.isNeeded) missing.push(next.name);
      continue;
    }
    const at = placeOf(seen, root);
    if (packages.has(at)) continue;
    const directory = realpathSync(seen);
    const isLinked = !directory.split(sep).includes('node_modules');
    packages.set(at, { name: next.name, directory, at, isLinked });
    queue.push(...wantedBy(directory));
  }
  return { packages: [...packages.values()], missing: missing.sort() };
}

function wantedBy(directory: string): { name: string; from: string; isNeeded: boolean }[] {
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
function lookUp(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

/** What is installed above the project, or in the store of a package manager, comes to lie flat or nested below the bundle's root. */
function placeOf(seen: string, root: string): string {
  const inside = relative(root, seen).split(sep).join('/');
  if (!inside.startsWith('..')) return inside;
  return `node_modules/${seen.split(`${sep}node_modules${sep}`).slice(1).join('/node_modules/').split(sep).join('/')}`;
}
