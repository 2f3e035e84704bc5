import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { bundleLimits } from './manifest.ts';

const inPackageLeftOut = /\.(map|md|markdown|tsbuildinfo)$|\.d\.[cm]?ts$/i;

/** The files of an installed package that a test may need, by absolute paths; what it brings in its own `node_modules` is looked up on its own. */
export function filesOfPackage(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', '.git'].includes(basename(path)) ? [] : filesOfPackage(path);
    return entry.isFile() && !inPackageLeftOut.test(path) ? [path] : [];
  });
}

const mib = 1024 * 1024;

/** Why no runner would unpack so many or so large files, in words for who named them; null where it would. `files` are absolute paths. */
export function tooMuch(root: string, files: readonly string[]): string | null {
  const sizes = files.map((path) => ({ path, bytes: statSync(path).size }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest] = sizes.toSorted((a, b) => b.bytes - a.bytes);
  if (largest === undefined) return null;
  const isFitting =
    files.length <= bundleLimits.files &&
    total <= bundleLimits.bytes &&
    largest.bytes <= bundleLimits.fileBytes;
  if (isFitting) return null;
  const most = `${bundleLimits.files} files of ${bundleLimits.bytes / mib} MiB together, none over ${bundleLimits.fileBytes / mib} MiB`;
  return `There are ${files.length} files of ${Math.ceil(total / mib)} MiB together; at most ${most}, are taken. The largest is ${relative(root, largest.path)}, ${Math.ceil(largest.bytes / mib)} MiB. Name what no test needs under "leaveOut".`;
}
