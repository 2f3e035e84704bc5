import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { rolldown } from 'rolldown';
import { parseSync } from 'rolldown/utils';
import { lookUp } from './closure.ts';

/** A source of the project that cannot be read as a program. */
export class SourceError extends Error {}

/** Who imports what, by absolute paths of files. */
export interface Imports {
  readonly files: Map<string, Set<string>>;
  /** By the names of packages. */
  readonly packages: Map<string, Set<string>>;
  /** Imports of files that are not there. */
  readonly unresolved: Map<string, Set<string>>;
  /** Why a file cannot be read as a program. */
  readonly broken: Map<string, string>;
}

/**
 * What these sources import, found by the bundler's own parser and resolver, so that aliases of a `tsconfig.json` are not taken for
 * packages. Follows imports out of `root` too, also into the packages of a workspace, but into no `node_modules`.
 */
export async function importsOf(root: string, sources: readonly string[]): Promise<Imports> {
  const imports: Imports = {
    files: new Map(),
    packages: new Map(),
    unresolved: new Map(),
    broken: new Map(),
  };
  if (sources.length === 0) return imports;
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(sources.map((file, index) => [`source${index}`, join(root, file)])),
    platform: 'node',
    tsconfig: true,
    treeshake: false,
    onLog: () => undefined,
    plugins: [
      {
        name: 'imports',
        async resolveId(specifier, importer) {
          if (importer === undefined) return null;
          const outside = { id: specifier, external: true };
          if (isBuiltin(specifier)) return outside;
          const resolved = await this.resolve(specifier, importer, { skipSelf: true });
          const file = resolved === null || resolved.external ? null : fileOf(resolved.id);
          const name = packageOf(specifier);
          const isPackage = name !== null && (file === null || lookUp(name, dirname(importer)) !== null);
          if (isPackage) note(imports.packages, importer, name);
          if (resolved !== null && file !== null && !file.split(sep).includes('node_modules')) {
            note(imports.files, importer, file);
            return resolved;
          }
          if (file === null && isRelative(specifier)) note(imports.unresolved, importer, specifier);
          return outside;
        },
        load(id) {
          // Only programs are of interest; a picture or a style sheet that is imported is none.
          const file = fileOf(id);
          if (file?.endsWith('.json')) return null;
          const isProgram = file !== null && /\.[cm]?[jt]sx?$/.test(file);
          const fault = isProgram ? faultOf(file, root) : null;
          if (fault !== null && file !== null) imports.broken.set(file, fault);
          return isProgram && fault === null ? null : { code: 'export default null', moduleType: 'js' };
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
  return imports;
}

function note(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** Some bundlers take a question after the name of a file. */
function fileOf(id: string): string | null {
  const path = id.replace(/\?.*$/, '');
  return isAbsolute(path) ? path : null;
}

function faultOf(file: string, root: string): string | null {
  const [fault] = parseSync(file, readFileSync(file, 'utf8')).errors;
  if (fault === undefined) return null;
  const frame = stripVTControlCharacters(fault.codeframe ?? '');
  return `${relative(root, file)} cannot be read: ${fault.message}\n${frame}`.trim();
}

function isRelative(specifier: string): boolean {
  return /^(\.|\/)/.test(specifier) && !specifier.includes('?');
}

/** `@a/b/c` is of `@a/b`; an import of `#inner` is of no package. */
function packageOf(specifier: string): string | null {
  const [first = '', second = ''] = specifier.split('/');
  if (first === '' || /^[.#~]|^@$|:/.test(first)) return null;
  return first.startsWith('@') ? `${first}/${second}` : first;
}
