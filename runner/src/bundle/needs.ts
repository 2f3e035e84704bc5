import { dirname, join, relative, sep } from 'node:path';
import { extending, filesAbove } from './above.ts';
import { packagesBehind, type Closure, type PackageLink, type WantedPackage } from './closure.ts';
import { importsOf, SourceError, type Imports } from './imports.ts';
import { isSource } from './project.ts';
import { reachedByTests } from './reached.ts';

/** All that a project needs beside its own files. */
export interface Needs {
  /** The folder that holds the project and all it needs; that is what the root of its bundle stands for. */
  readonly base: string;
  /** Files outside of the project, absolute. */
  readonly outside: string[];
  readonly closure: Closure;
  /** Of the project and of its packages, absolute. */
  readonly links: PackageLink[];
  /** Links of the project, from its folder, that lead to nothing that is taken along. */
  readonly cutLinks: string[];
}

interface Given {
  readonly files: readonly string[];
  readonly links: readonly PackageLink[];
  readonly configuration: string | null;
}

/** Throws {@link SourceError} for a source of a test that cannot be read, or that imports a file that is not there. */
export async function needsOf(root: string, { files, links, configuration }: Given): Promise<Needs> {
  const sources = files.filter(isSource);
  const imports = await importsOf(root, sources);
  const reached = reachedByTests(imports, {
    sources: sources.map((file) => join(root, file)),
    configuration: configuration === null ? null : join(root, configuration),
  });
  refuseUnreadable(imports, { root, reached });
  const closure = packagesBehind(wantedBy(imports, reached));
  const outside = outsideOf(root, { files, reached });
  const taken = [root, ...outside, ...closure.folders];
  const base = commonFolder([...taken, ...closure.links.map(({ at }) => dirname(at))], root);
  const ownLinks = links.map(({ at, to }) => ({ at: join(root, at), to }));
  const kept = ownLinks.filter(
    ({ to }) => isIn(to, base) && taken.some((path) => isIn(path, to) || isIn(to, root)),
  );
  return {
    base,
    outside,
    closure,
    links: [...kept, ...closure.links],
    cutLinks: ownLinks.filter((link) => !kept.includes(link)).map(({ at }) => relative(root, at)),
  };
}

function refuseUnreadable(
  { broken, unresolved }: Imports,
  { root, reached }: { root: string; reached: ReadonlySet<string> },
): void {
  const troubles = [...reached].flatMap((file) => [
    ...(broken.has(file) ? [broken.get(file)] : []),
    ...[...(unresolved.get(file) ?? [])].map(
      (specifier) => `${relative(root, file)} imports "${specifier}", and there is no such file.`,
    ),
  ]);
  if (troubles.length > 0) throw new SourceError(troubles.join('\n\n'));
}

/** What only the rest of the folder imports comes along where it is installed, for a test may start a program of it. */
function wantedBy({ packages }: Imports, reached: ReadonlySet<string>): WantedPackage[] {
  return [...packages].flatMap(([file, names]) =>
    [...names].map((name) => ({ name, from: dirname(file), isNeeded: reached.has(file) })),
  );
}

function outsideOf(
  root: string,
  { files, reached }: { files: readonly string[]; reached: ReadonlySet<string> },
): string[] {
  const imported = [...reached].filter((file) => !isIn(file, root));
  const above = [root, ...imported.map(dirname)].flatMap(filesAbove);
  const extended = files
    .filter((file) => /(^|\/)[jt]sconfig[^/]*\.json$/.test(file))
    .flatMap((file) => extending(join(root, file)));
  return [...new Set([...imported, ...above, ...extended])].filter((file) => !isIn(file, root)).sort();
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function commonFolder(paths: readonly string[], root: string): string {
  let folder = root;
  while (!paths.every((path) => isIn(path, folder))) folder = dirname(folder);
  return folder;
}
