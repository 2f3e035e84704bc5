import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
let tree = '';

/** Lints one planted file in a small tree with the project's own configuration; returns what the linter says. */
function lint(path: string, source: string): string {
  const file = join(tree, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, source);
  try {
    execFileSync(join(root, 'node_modules/.bin/oxlint'), ['-c', join(tree, 'oxlint.config.ts'), path], {
      cwd: tree,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  } finally {
    rmSync(file);
  }
}

// The guards on the house are shown what they must refuse: a guard that has never failed is not trusted.
describe('the ranks are enforced', () => {
  beforeAll(() => {
    tree = mkdtempSync(join(root, 'node_modules/.cache-boundaries-'));
    for (const name of ['oxlint.config.ts', 'architecture.ts', 'package.json'])
      symlinkSync(join(root, name), join(tree, name));
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test('a folder may import a lower rank', () => {
    expect(
      lint('server/src/incidents/planted.ts', `import { a } from '#catalog';\nexport const b = a;\n`),
    ).toBe('');
  });

  test.each([
    [
      'upwards',
      'server/src/catalog/planted.ts',
      `import { a } from '#incidents';\nexport const b = a;\n`,
      'catalog may import only: #platform, #identity.',
    ],
    [
      'sideways',
      'server/src/incidents/planted.ts',
      `import { a } from '#signals';\nexport const b = a;\n`,
      'incidents may import only',
    ],
    [
      'upwards for a type',
      'server/src/identity/planted.ts',
      `import type { A } from '#oncall';\nexport type B = A;\n`,
      'identity may import only: #platform.',
    ],
    [
      'past the index',
      'server/src/incidents/planted.ts',
      `import { a } from '../catalog/store.ts';\nexport const b = a;\n`,
      'through its #name only',
    ],
    [
      'the outside from core',
      'server/src/signals/core/planted.ts',
      `import { a } from 'node:fs';\nexport const b = a;\n`,
      'core/ is pure',
    ],
    [
      'upwards from core',
      'server/src/signals/core/planted.ts',
      `import { a } from '#app';\nexport const b = a;\n`,
      'signals may import only',
    ],
    [
      'the clock from core',
      'server/src/oncall/core/planted.ts',
      `export const b = Date.now();\n`,
      'now is an argument',
    ],
    [
      'the server from the contract',
      'contract/src/planted.ts',
      `import { a } from '#platform';\nexport const b = a;\n`,
      'browser-safe',
    ],
    [
      'the server from the web',
      'web/src/now/planted.ts',
      `import { a } from '@fieldmarshal/server';\nexport const b = a;\n`,
      'nothing of the server',
    ],
  ])('importing %s is refused', (_what, path, source, sentence) => {
    expect(lint(path, source)).toContain(sentence);
  });
});
