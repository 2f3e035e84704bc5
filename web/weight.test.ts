import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const kib = (bytes: number) => Math.round((bytes / 1024) * 10) / 10;
const gzipKib = (files: readonly string[]) =>
  kib(files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0));

/** What `index.html` loads before the first screen. */
function firstFiles(ending: string): string[] {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/([^"]+)"/gu)].flatMap(([, file = '']) =>
    file.endsWith(ending) ? [file] : [],
  );
}

function assets(ending: string): string[] {
  return readdirSync(join(dist, 'assets')).flatMap((file) =>
    file.endsWith(ending) ? [`assets/${file}`] : [],
  );
}

// Without a build there is nothing to weigh; `npm test` builds first.
test.skipIf(!existsSync(join(dist, 'index.html')))('the shell keeps its weight', () => {
  expect(gzipKib(firstFiles('.js')), 'JavaScript').toBeLessThanOrEqual(155);
  expect(gzipKib(firstFiles('.css')), 'CSS').toBeLessThanOrEqual(22);
  const latin = assets('.woff2').filter((file) => /-latin-wght/u.test(file));
  expect(
    kib(latin.reduce((sum, file) => sum + readFileSync(join(dist, file)).length, 0)),
    'fonts',
  ).toBeLessThanOrEqual(55);
  const lazy = assets('.js').filter((file) => !firstFiles('.js').includes(file));
  expect(lazy.filter((file) => gzipKib([file]) > 80)).toEqual([]);
});
