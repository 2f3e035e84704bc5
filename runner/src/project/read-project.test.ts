import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pack } from '../bundle/pack.ts';
import { unpack } from '../bundle/unpack.ts';
import { listTests } from './list-tests.ts';
import { readProject } from './read-project.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-read-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

test('a field that is misspelled is named with the one that was meant', async () => {
  const yaml = 'project: 7\nenviroments: []\ndefaults: { everySecond: 5 }\n';
  const project = write({ 'fieldmarshal.checks.yaml': yaml });
  const file = join(project, 'fieldmarshal.checks.yaml');
  await expect(readProject(project)).rejects.toThrow(
    [
      `${file}: enviroments: is not a known field; did you mean "environments"?`,
      `${file}: defaults.everySecond: is not a known field; did you mean "everySeconds"?`,
      `${file}: project: must be text, not a number`,
    ].join('\n'),
  );
});

test('a project that never loads is given up, and it is said why', async () => {
  const project = write({
    'shop/a.spec.ts': `import { test } from '@playwright/test'; for (;;) {} test('x', () => {});`,
  });
  const { bytes } = await pack(join(project, 'shop'));
  const unpacked = await unpack(bytes, join(project, 'bundle'));
  const listing = { directory: join(project, 'list'), variables: {}, secrets: [], withinMs: 3_000 };
  await expect(listTests(unpacked, listing)).rejects.toThrow('The project was not loaded within 3 s');
});
