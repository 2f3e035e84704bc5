import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { previewMapping } from './preview-mapping.ts';

const env = await testEnv();
const mira = as(env, 'mira');
const mapping = {
  title: '/alert/name',
  status: '/alert/is',
  resolvedValues: ['gone'],
  labels: { pod: '/pod' },
};
const sample = JSON.stringify({ alert: { name: 'Disk full', is: 'firing' }, pod: 'a-1' });

test('a sample shows what it would become, and leaves nothing behind', async () => {
  expect(await previewMapping(mira, { mapping, sample })).toMatchObject({
    understood: true,
    title: 'Disk full',
    action: 'fire',
    labels: { pod: 'a-1' },
    route: 'unrouted',
  });
  const gone = sample.replace('firing', 'gone');
  expect(await previewMapping(mira, { mapping, sample: gone })).toMatchObject({ action: 'resolve' });
  for (const table of ['alert', 'unparsed_signal'] as const) {
    const stored = await env.databases.web.selectFrom(table).select('id').execute();
    expect(stored).toEqual([]);
  }
});

test('what is not understood says why, also what is no JSON', async () => {
  const bare = await previewMapping(mira, { mapping: null, sample: '{"foo":1}' });
  expect(bare).toMatchObject({ understood: false, title: null });
  expect(bare.reason).toContain('no title');
  expect((await previewMapping(mira, { mapping: null, sample: '{' })).reason).toMatch(/JSON/);
});

test('a change is told from an alert', async () => {
  const change = JSON.stringify({ type: 'deploy', title: 'search 5.7.2', product: 'search' });
  expect(await previewMapping(mira, { mapping: null, sample: change })).toMatchObject({
    understood: true,
    action: null,
    title: 'search 5.7.2',
    reason: 'It is taken as a change.',
  });
});

test('whoever may not read signals learns nothing', async () => {
  const viewer = as(env, 'vic', ['viewer']);
  await expect(previewMapping(viewer, { mapping, sample })).rejects.toMatchObject({ code: 'not-found' });
});
