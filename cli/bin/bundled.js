// Plain JavaScript: read before it is known which Node this is.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const built = new URL('../dist/', import.meta.url);

/** Where Node keeps what it compiled; beside the packages, where only who may change the program can write. */
export const compiledFolder = fileURLToPath(new URL('node_modules/.cache/compiled', root));

/**
 * The program in few files, as `npm run build` wrote it, or null where it was not built or a file it was made from has changed since:
 * then the sources are the program. Opening thousands of modules one by one is most of a start.
 * @param {URL} folder where it was built
 * @returns {string | null} where to import it from
 */
export function bundledProgram(folder = built) {
  try {
    /** @type {Record<string, string>} */
    // Written by our own build; whatever else it is ends in `null`.
    // oxlint-disable-next-line typescript/no-unsafe-assignment
    const sources = JSON.parse(readFileSync(new URL('sources.json', folder), 'utf8'));
    for (const [path, stamp] of Object.entries(sources)) if (stampOf(path) !== stamp) return null;
    return new URL('main.mjs', folder).href;
  } catch {
    return null;
  }
}

/**
 * @param {string} path from the root of the project
 * @returns {string} another one after every change of the file
 */
export function stampOf(path) {
  const { mtimeMs, size } = statSync(fileURLToPath(new URL(path, root)));
  // In whole seconds: layers of images and archives keep no more of a time.
  return `${Math.floor(mtimeMs / 1000)}-${size}`;
}
