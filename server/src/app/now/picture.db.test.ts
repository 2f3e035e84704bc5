import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { makeOverride } from '../../oncall/overrides/make-override.ts';
import { as, testEnv } from '../../testing/index.ts';
import { readPicture } from './picture.ts';

const person = (name: string): string =>
  `apiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: ${name} }\nspec: { displayName: ${name.toUpperCase()}, email: ${name}@example.org }\n---\n`;

test('Now names who hands over to whom as the pager will page them, cover included', async () => {
  const env = await testEnv();
  const root = as(env, 'root', ['admin']);
  const rota = `apiVersion: fieldmarshal/v1\nkind: Schedule\nmetadata: { name: rota }\nspec: { timezone: Etc/UTC, layers: [{ name: all, start: '2024-01-01T00:00:00Z', handoff: { type: none }, participants: [ada] }] }\n`;
  const text = `${['ada', 'bo'].map(person).join('')}${rota}`;
  await applyObjects(root, { files: [{ path: 'a.yaml', text }], dryRun: false, prune: false });
  expect((await readPicture(root)).handovers).toEqual([]);
  const now = env.clock.now().getTime();
  const at = new Date(now + 3_600_000).toISOString();
  await makeOverride(root, {
    name: 'rota',
    kind: 'replace',
    user: 'bo',
    replaces: 'ada',
    start: at,
    end: new Date(now + 48 * 3_600_000).toISOString(),
    why: 'dentist',
  });
  expect((await readPicture(root)).handovers).toEqual([
    { schedule: 'rota', displayName: 'rota', at, from: ['ADA'], to: ['BO'] },
  ]);
});
