import { isBuiltin } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { rolldown } from 'rolldown';

/** Packages that the runner brings itself; a bundle must not hold a second Playwright. */
export const ownPackages: ReadonlySet<string> = new Set([
  '@playwright/test',
  'playwright',
  'playwright-core',
  '@fieldmarshal/playwright',
]);

/** A source of the project that cannot be read as a program. */
export class SourceError extends Error {}

/**
 * Names of the packages that these sources import, found by the bundler's own parser and resolver, so that aliases of a `tsconfig.json`
 * are not taken for packages. Throws {@link SourceError} with file and line for a syntax error.
 */
export async function importedPackages(root: string, files: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  if (files.length === 0) return [];
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(files.map((file, index) => [`source${index}`, `./${file}`])),
    platform: 'node',
    tsconfig: true,
    treeshake: false,
    onLog: () => undefined,
    plugins: [
      {
        name: 'packages',
        async resolveId(specifier, importer) {
          if (importer === undefined || specifier.startsWith('.') || specifier.startsWith('/')) return null;
          if (isBuiltin(specifier)) return { id: specifier, external: true };
          const resolved = await this.resolve(specifier, importer, { skipSelf: true });
          const isAlias = resolved !== null && !resolved.external && isProjectSource(resolved.id, root);
          if (isAlias) return null;
          const name = packageOf(specifier);
          if (name !== null) found.add(name);
          return { id: specifier, external: true };
        },
        load(id) {
          // Only programs are of interest; a picture or a style sheet that is imported is none.
          return /\.([cm]?[jt]sx?|json)$/.test(id) ? null : 'export default null';
        },
      },
    ],
  });
  try {
    await build.generate({ format: 'esm' });
  } catch (error) {
    // The bundler writes for a terminal, colours and all.
    throw new SourceError(stripVTControlCharacters(error instanceof Error ? error.message : String(error)));
  } finally {
    await build.close();
  }
  return [...found].filter((name) => !ownPackages.has(name)).sort();
}

function isProjectSource(id: string, root: string): boolean {
  return id.startsWith(root) && !id.includes('/node_modules/');
}

/** `@a/b/c` is of `@a/b`; an import of `#inner` is of no package. */
function packageOf(specifier: string): string | null {
  const [first = '', second = ''] = specifier.split('/');
  if (first === '' || /^[#~]|^@$|:/.test(first)) return null;
  return first.startsWith('@') ? `${first}/${second}` : first;
}
