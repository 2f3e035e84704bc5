import { beforeEach, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '../testing/index.ts';
import { declareIncident } from './declare.ts';
import { areOfWhatIsOver, resolveIncident } from './index.ts';

let env: TestEnv;
let ada: ReturnType<typeof as>;
let start: number;

beforeEach(async () => {
  env = await testEnv();
  ada = as(env, 'ada', ['admin']);
  const text = `{ apiVersion: fieldmarshal/v1, kind: Environment, metadata: { name: eu }, spec: {} }`;
  await applyObjects(ada, { files: [{ path: 'eu.yaml', text }], dryRun: false, prune: false });
  start = env.clock.now().getTime();
});

async function over(...moments: (readonly [environment: string, seconds: number])[]): Promise<unknown> {
  const asked = moments.map(([environment, s]) => ({ environment, at: new Date(start + s * 1_000) }));
  return areOfWhatIsOver(env.databases.web, asked);
}

test('a moment is of what is over where it lies in any incident of its environment that has ended', async () => {
  const title = 'Search fails';
  const first = await declareIncident(ada, { title, environment: 'eu' });
  await env.fastForward(60_000);
  await resolveIncident(ada, { id: first.id, summary: 'Rolled back.' });
  await env.fastForward(60_000);
  const second = await declareIncident(ada, { title, environment: 'eu' });
  await env.fastForward(60_000);
  await resolveIncident(ada, { id: second.id, summary: 'Rolled back.' });
  await env.fastForward(60_000);
  await declareIncident(ada, { title, environment: 'eu' });
  const at = [-1, 30, 90, 150, 210, 270].map((seconds) => ['eu', seconds] as const);
  expect(await over(...at, ['us', 30])).toEqual([false, true, false, true, false, false, false]);
  expect(await over()).toEqual([]);
});

test('a drill that ended is nothing that is over', async () => {
  const { id } = await declareIncident(ada, { title: 'Search fails', environment: 'eu', drill: true });
  await env.fastForward(60_000);
  await resolveIncident(ada, { id, summary: 'Rolled back.' });
  expect(await over(['eu', 30])).toEqual([false]);
});
