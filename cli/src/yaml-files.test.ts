import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readYamlFiles } from './yaml-files.ts';

let place = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'fm-files-'));
  await mkdir(join(place, 'docs'));
});
afterAll(async () => rm(place, { recursive: true, force: true }));

const object = '---\napiVersion: fieldmarshal/v1\nkind: Runbook\nmetadata: { name: a }\n---\n# A\n';
const large = 'x'.repeat(1024 * 1024 + 1);

it('leaves Markdown alone that is no object, however large it is or however it is written', async () => {
  await writeFile(join(place, 'docs/a.md'), object);
  await writeFile(join(place, 'docs/book.md'), `# A book\n${large}`);
  await writeFile(join(place, 'docs/latin.md'), Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
  const { files, tooLarge } = await readYamlFiles([place]);
  expect(files).toEqual([{ path: join(place, 'docs/a.md'), text: object }]);
  expect(tooLarge).toEqual([join(place, 'docs/book.md')]);
});

it('refuses a runbook that is too large, and a file that was named', async () => {
  await expect(readYamlFiles([join(place, 'docs/book.md')])).rejects.toThrow('larger than 1 MiB');
  await writeFile(join(place, 'docs/b.md'), object + large);
  await expect(readYamlFiles([place])).rejects.toThrow(/b\.md is larger than 1 MiB/);
});
