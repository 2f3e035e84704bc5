import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/**
 * Files above a folder that change what its sources mean: the nearest `package.json` (`type`) and `tsconfig.json` (aliases), with what that
 * extends. Looks no higher than the repository goes.
 */
export function filesAbove(folder: string): string[] {
  const found = [nearest(folder, ['package.json']), nearest(folder, ['tsconfig.json', 'jsconfig.json'])];
  const files = found.filter((file) => file !== null);
  return [...new Set(files.flatMap((file) => (file.endsWith('package.json') ? [file] : extending(file))))];
}

function nearest(from: string, names: readonly string[]): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

/** A `tsconfig.json` and the ones it extends, but for those of packages, from which no alias comes. */
export function extending(file: string, seen: ReadonlySet<string> = new Set()): string[] {
  if (seen.has(file) || !existsSync(file)) return [];
  const [, list = ''] = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(readFileSync(file, 'utf8')) ?? [];
  const extended = [...list.matchAll(/"([^"]+)"/g)].flatMap(([, path = '']) =>
    path.startsWith('.') || isAbsolute(path)
      ? resolve(dirname(file), path.endsWith('.json') ? path : `${path}.json`)
      : [],
  );
  return [file, ...extended.flatMap((one) => extending(one, new Set([...seen, file])))];
}
