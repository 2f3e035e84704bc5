/** What `package-lock.json` says of a package. */
export interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: string | readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly version: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

/** Such as `linux-x64`; releases for Linux are for glibc. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
}

/** Workspaces whose packages a server and a runner need; the UI is built. */
const workspaces = ['cli', 'contract', 'playwright', 'runner', 'server'];

/**
 * Folders of the packages that run on `platform`, links to workspaces included, as npm would find them from each other, sorted. What is
 * optional and for another platform is left out; peers that nobody installed, too.
 */
export function productionPackages({ packages }: Lockfile, platform: Platform): string[] {
  const found = new Set<string>(['node_modules/fieldmarshal-cli']);
  const waiting = [...workspaces];
  const root = packages['']?.optionalDependencies ?? {};
  const take = (from: string, name: string): void => {
    const path = resolve(packages, from, name);
    if (path === null || found.has(path) || !fits(packages[path] ?? {}, platform)) return;
    found.add(path);
    if (packages[path]?.link !== true) waiting.push(path);
  };
  for (const name of Object.keys(root)) take('', name);
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    const { dependencies, optionalDependencies, peerDependencies } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      take(from, name);
  }
  return [...found].sort();
}

/** Where a package of this name is found from `from`: beside it first, then above it. */
function resolve(packages: Lockfile['packages'], from: string, name: string): string | null {
  for (let at = from; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (at === '') return null;
  }
}

function fits({ os, cpu, libc }: Locked, platform: Platform): boolean {
  const allows = (list: string | readonly string[] | undefined, one: string): boolean =>
    list === undefined || [list].flat().includes(one);
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, 'glibc');
}
