import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPolicy } from './read-policy.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-policy-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function reading(text: string): Promise<unknown> {
  const redaction = join(folder, 'ours.yaml');
  await writeFile(redaction, text);
  return readPolicy({ redaction }).then(
    ({ label }) => label,
    (error: unknown) => (error instanceof Error ? error.message.replace(folder, '') : error),
  );
}

const head = 'apiVersion: fieldmarshal/v1\nkind: RedactionPolicy\nmetadata: { name: ours }\n';

test.each([
  [
    'a treatment that there is not',
    `${head}spec:\n  rules:\n    event:\n      actor.name: hide\n`,
    7,
    'spec.rules.event.actor.name',
  ],
  [
    'a kind that there is not',
    `${head}spec:\n  rules:\n    event: {}\n    evnt: {}\n`,
    7,
    'spec.rules.evnt: is not known here',
  ],
  [
    'a field that there is not',
    `${head}spec:\n  otherwise: drop\n  rule: {}\n`,
    6,
    'spec.rule: is not known here',
  ],
  [
    'a path that is none',
    `${head}spec:\n  rules:\n    event:\n      'actor..name': drop\n`,
    7,
    'spec.rules.event',
  ],
  ['a line that is no YAML', `${head}spec:\n  rules: [\n`, 6, ''],
  [
    'a rule that is there twice',
    `${head}spec:\n  rules:\n    run:\n      error: drop\n      error: keep\n`,
    8,
    'spec.rules.run',
  ],
  ['a second policy', `${head}spec: {}\n---\n${head}spec: {}\n`, 6, ''],
  ['nothing', '# later\n', 1, ''],
])('%s is refused with file, line and field', async (_, text, line, path) => {
  const said = await reading(text);
  expect(said).toMatch(
    /^The redaction policy \/ours\.yaml is not valid: line .*\. Nothing leaves without one\.$/,
  );
  expect(said).toContain(`line ${line}${path === '' ? ':' : `, ${path}`}`);
});

test('a file that is not there is named; one that is good is named by what it says of itself', async () => {
  await expect(readPolicy({ redaction: join(folder, 'gone.yaml') })).rejects.toThrow(
    `${join(folder, 'gone.yaml')} cannot be read`,
  );
  expect(await reading(`${head}spec: {}\n`)).toMatch(/^ours [0-9a-f]{8}$/);
  expect((await readPolicy({})).label).toMatch(/^careful /);
});
