import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The service worker is a program of its own, which knows the files of the build it belongs to. It cannot share chunks with the pages. */
async function buildWorker(): Promise<void> {
  const dist = join(root, 'dist');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const kept = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(assets|favicon)\/|^theme-\d+\.js$/.test(path),
  );
  const files = kept.filter((path) => /\.(js|css|svg)$|-latin-wght.*\.woff2$/.test(path)).sort();
  const id = createHash('sha256')
    .update(JSON.stringify([html, files]))
    .digest('hex')
    .slice(0, 16);
  const entry = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
  if (entry === undefined) throw new Error('the page loads no script');
  await buildAlone('src/sign-in/passkey.ts', 'passkey.js', {});
  const known = { id, entry, files: ['/index.html', ...files.map((file) => `/${file}`)] };
  await buildAlone('src/worker/worker.ts', 'worker.js', { SHELL_BUILD: JSON.stringify(known) });
}

/** A program of one file, which shares no chunk with the pages. */
async function buildAlone(input: string, output: string, define: Record<string, string>): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define,
    build: {
      outDir: join(root, 'dist'),
      emptyOutDir: false,
      target: 'es2023',
      rolldownOptions: {
        input: join(root, input),
        output: { entryFileNames: output, format: 'iife' },
      },
    },
  });
}

/** Writes `.br` and `.gz` beside what compresses, so that the server never compresses while somebody waits. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async closeBundle() {
      await buildWorker();
      const dist = join(root, 'dist');
      for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg)$/.test(path)) continue;
        const file = join(dist, path);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(bytes));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root,
  plugins: [react(), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The policy forbids inline scripts and data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:4600', '/sign-in': 'http://127.0.0.1:4600' },
  },
});
