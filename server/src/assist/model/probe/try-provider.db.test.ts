import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { writeNote } from '../../../incidents/commands/work.ts';
import { declared, seedCatalog } from '../../../incidents/testing/room.ts';
import { modelHandlers } from '../jobs.ts';
import { listModelProviders, listModelRuns, probeProvider, putPolicy, setModelKey } from '../manage.ts';
import {
  noModels,
  probed,
  seedProviders,
  sentences,
  startEndpoint,
  type Endpoint,
} from '../testing/endpoint.ts';
import { writeText } from '../write/write-text.ts';

let endpoint: Endpoint;
let env: TestEnv;
const admin = () => as(env, 'ada', ['admin']);
const mira = () => as(env, 'mira', ['lead']);

beforeAll(async () => {
  endpoint = await startEndpoint();
  env = await testEnv({ handlers: modelHandlers });
  await seedCatalog(env);
  await seedProviders(mira(), endpoint);
  await putPolicy(admin(), {
    ...{
      mode: 'on',
      offFeatures: [],
      tokensPerDayMax: 1_000_000,
      tokensPerIncidentMax: 100_000,
      keepDays: 30,
    },
  });
  await setModelKey(admin(), { name: 'near', key: 'k' });
});
afterAll(() => endpoint.close());

describe('a try of a provider', () => {
  const sent = (body: string | undefined): Record<string, unknown> =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(body ?? '{}'));

  it('finds the words that a reasoning model wants, and asks in them from then on', async () => {
    endpoint.asked.length = 0;
    endpoint.reply = (body) =>
      'max_tokens' in sent(body) || 'temperature' in sent(body) ? 400 : sentences([probed, 'e1']);
    endpoint.models = '{"data":[{"id":"tiny","max_model_len":8192},{"id":"other","max_model_len":1}]}';
    expect(await probeProvider(admin(), { name: 'near' })).toMatchObject({
      ...{ ok: true, structured: true, newer: true, contextTokens: 8192 },
    });
    const { id } = await declared(mira(), { title: 'Uploads fail', product: 'uploads', severity: 'SEV2' });
    const text = 'The cause is a full disk of db-eu-7.';
    const { seq } = await writeNote(mira(), { id, text, code: null, attachments: [], decision: false });
    endpoint.reply = () => sentences(['The cause is a full disk of HOST_1.', `e${seq}`]);
    endpoint.asked.length = 0;
    await writeText(systemCtx(env, 'model'), { incidentId: id, feature: 'summary', after: 0 });
    expect(sent(endpoint.asked[0]?.body)).toMatchObject({ max_completion_tokens: 8_000 });
    expect(Object.keys(sent(endpoint.asked[0]?.body))).not.toEqual(expect.arrayContaining(['temperature']));
  });

  it('leaves a record of each call with what it cost, and opens no breaker', async () => {
    endpoint.reply = () => 400;
    for (let time = 0; time < 3; time += 1)
      expect(await probeProvider(admin(), { name: 'near' })).toMatchObject({
        ...{ ok: false, detail: 'It answered with HTTP 400.' },
      });
    const tries = (await listModelRuns(mira(), { limit: 100 })).items.filter(
      ({ feature }) => feature === 'probe',
    );
    expect(tries.length).toBeGreaterThanOrEqual(12);
    expect(tries[0]).toMatchObject({
      incidentId: null,
      provider: 'near',
      reason: 'It answered with HTTP 400.',
    });
    expect((await listModelProviders(mira())).items[0]).toMatchObject({ name: 'near', openUntil: null });
    endpoint.reply = () => sentences([probed, 'e1']);
    endpoint.models = noModels;
    expect(await probeProvider(admin(), { name: 'near' })).toMatchObject({
      ...{ ok: true, newer: false, contextTokens: null },
    });
  });
});
