import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manifestName } from './manifest.ts';
import { pack } from './pack.ts';
import { unpack } from './unpack.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-bundle-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return join(directory, 'shop');
}

const packageOf = (name: string, dependencies: Record<string, string> = {}): string =>
  JSON.stringify({ name, version: '1.0.0', main: 'index.js', dependencies });

describe('a bundle', () => {
  test.each([
    ['one file is', [300], 'tests/film-0.bin, 300 MiB'],
    ['all together are', [200, 220, 210, 205, 202], 'tests/film-1.bin, 220 MiB'],
  ])(
    'is refused before anything is copied where %s larger than a runner takes',
    async (_, sizes, largest) => {
      const project = write({
        'shop/tests/a.spec.ts': `import { test } from '@playwright/test'; test('x', () => {});`,
      });
      for (const [n, mib] of sizes.entries()) {
        const film = join(write({ [`shop/tests/film-${n}.bin`]: '' }), `tests/film-${n}.bin`);
        // A file with a hole takes no room.
        truncateSync(film, mib * 1024 * 1024);
      }
      await expect(pack(project)).rejects.toThrow(`The largest is ${largest}. Name what no test needs`);
    },
  );

  test('holds the project as it is and what it imports, deep and linked, and nothing else', async () => {
    const project = write({
      'shop/package.json': '{ "name": "shop" }',
      'shop/playwright.config.ts': `import { defineConfig } from '@playwright/test'; export default defineConfig({});`,
      'shop/tsconfig.json': '{ "compilerOptions": { "paths": { "@words/*": ["./words/*"] } } }',
      'shop/words/hello.ts': 'export const hello = 1;',
      'shop/tests/a.spec.ts': `import { test } from '@playwright/test'; import { used } from 'used'; import { hello } from '@words/hello'; import '@shop/linked'; import { join } from 'node:path'; test('x', () => { void [used, hello, join]; });`,
      'shop/tests/passport.pdf': '%PDF',
      'shop/.env': 'PASSWORD=x',
      'shop/test-results/old.png': 'x',
      'shop/node_modules/used/package.json': packageOf('used', { inner: '1' }),
      'shop/node_modules/used/index.js': `module.exports.used = require('inner');`,
      'shop/node_modules/used/index.d.ts': 'x',
      'shop/node_modules/used/node_modules/inner/package.json': packageOf('inner'),
      'shop/node_modules/used/node_modules/inner/index.js': 'module.exports = 1;',
      'shop/node_modules/unused/package.json': packageOf('unused'),
      'linked/package.json': packageOf('@shop/linked'),
      'linked/index.ts': 'export {};',
    });
    mkdirSync(join(project, 'node_modules/@shop'));
    symlinkSync(join(directory, 'linked'), join(project, 'node_modules/@shop/linked'));
    const packed = await pack(project);
    expect(packed.withheld).toEqual(['.env']);
    expect((await pack(project)).digest).toBe(packed.digest);
    const { directory: root, manifest } = await unpack(packed.bytes, join(directory, 'out'));
    expect(manifest.configuration).toBe('playwright.config.ts');
    // A package of its workspace lies beside the project, and so it does in the bundle.
    expect(manifest).toMatchObject({ format: 2, directory: 'shop' });
    const at = join(root, manifest.directory);
    const has = (path: string): boolean => existsSync(join(at, path));
    // The stage has become the bundle: what is linked must be found there, and not where it was unpacked.
    expect(has('node_modules/@shop/linked/index.ts')).toBe(true);
    for (const path of [
      'tests/passport.pdf',
      'words/hello.ts',
      'node_modules/used/index.js',
      'node_modules/used/node_modules/inner/index.js',
      '../linked/index.ts',
      '../node_modules/@playwright/test/cli.js',
      'fieldmarshal.generated.config.mjs',
    ]) {
      expect(has(path), path).toBe(true);
    }
    for (const path of ['.env', 'test-results', 'node_modules/unused', 'node_modules/used/index.d.ts']) {
      expect(has(path), path).toBe(false);
    }
  });

  test.each([
    ['an import that is not installed', `import 'nowhere';`, /nowhere is imported and not installed/],
    ['a syntax error', `const = 1;`, /a\.spec\.ts/],
  ])('is refused for %s', async (_what, text, words) => {
    const project = write({ 'shop/package.json': '{}', 'shop/a.spec.ts': text });
    const told = await pack(project).then(String, String);
    expect(told).toMatch(words);
    // A pipeline's log shows no colours.
    expect(told).toBe(stripVTControlCharacters(told));
  });
});

interface Entry {
  path: string;
  type?: 'File' | 'SymbolicLink' | 'CharacterDevice';
  linkpath?: string;
  text?: string;
}

/** A tar made by hand, as somebody who means harm would. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', linkpath, text = '' }) => {
    const header = Buffer.alloc(512);
    new Header({
      path,
      type,
      mode: 0o644,
      size: text.length,
      mtime: new Date(0),
      ...(linkpath === undefined ? {} : { linkpath }),
    }).encode(header, 0);
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

describe('a bundle that means harm is refused, and leaves nothing behind', () => {
  const manifest = {
    path: manifestName,
    text: '{"format":1,"configuration":null,"links":[],"wantsOwnBrowser":false}',
  };
  test.each<[string, Entry[]]>([
    ['a file above it', [manifest, { path: '../evil.txt', text: 'x' }]],
    ['an absolute file', [manifest, { path: '/tmp/evil-fieldmarshal.txt', text: 'x' }]],
    ['a link', [manifest, { path: 'link', type: 'SymbolicLink', linkpath: '/etc' }]],
    ['a device', [manifest, { path: 'device', type: 'CharacterDevice' }]],
    ['no manifest', [{ path: 'a.spec.ts', text: 'x' }]],
    [
      'a project that lies above it',
      [
        {
          path: manifestName,
          text: '{"format":2,"directory":"../up","configuration":null,"links":[],"wantsOwnBrowser":false}',
        },
      ],
    ],
    [
      'a link of its manifest that leads out',
      [
        {
          path: manifestName,
          text: '{"format":1,"configuration":null,"links":[{"at":"node_modules/x","to":"../../x"}],"wantsOwnBrowser":false}',
        },
      ],
    ],
  ])('%s', async (_what, entries) => {
    const at = join(directory, 'deep/out');
    mkdirSync(dirname(at));
    await expect(unpack(tarOf(entries), at)).rejects.toThrow(/bundle/);
    expect(existsSync(at)).toBe(false);
    expect(existsSync(`${at}.part`)).toBe(false);
    expect(existsSync(join(directory, 'deep/evil.txt'))).toBe(false);
    expect(existsSync('/tmp/evil-fieldmarshal.txt')).toBe(false);
  });

  test('what is no archive', async () => {
    await expect(unpack(Buffer.from('not a tar'), join(directory, 'out'))).rejects.toThrow(/bundle/);
  });

  test('a good one made by hand is taken', async () => {
    const { directory: at } = await unpack(
      tarOf([manifest, { path: 'a.txt', text: 'x' }]),
      join(directory, 'out'),
    );
    expect(readFileSync(join(at, 'a.txt'), 'utf8')).toBe('x');
  });
});
