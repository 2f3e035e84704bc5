import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testEnv } from '#testing';
import { liveGuard } from '../sight/live-guard.ts';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions/index.ts';
import { bearer, startWalk, type Headers, type Walk } from './rig.ts';

const bootstrapToken = 'fm_a-token-for-the-walk-over-replayed-incidents';
const env = await testEnv({ config: { bootstrapToken }, reactions, handlers: domainHandlers });
const operator = bearer(bootstrapToken);
let walk: Walk;
let mira: Headers;
let bo: Headers;
let incident = '';
let drill = '';
let room = '';

const catalog = ['mira', 'bo', 'tess']
  .map(
    (name) => `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { email: ${name}@example.org, roles: [lead] }
`,
  )
  .join('---\n');

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

async function ask(method: string, path: string, payload?: object, headers = mira): Promise<Answer> {
  const request = { method, url: `/api/v1${path}`, ...(payload === undefined ? {} : { payload }) };
  const { statusCode, body } = await walk.send(request, headers);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every answer of the API is an object
  return { status: statusCode, text: body, body: JSON.parse(body) as Record<string, unknown> };
}

beforeAll(async () => {
  walk = await startWalk(env);
  const files = [{ path: 'catalog.yaml', text: catalog }];
  await ask('POST', '/catalog/apply', { files }, operator);
  [mira, bo] = await Promise.all([walk.signIn('mira'), walk.signIn('bo')]);
  incident = String((await ask('POST', '/incidents', { title: 'A quokka is at risk' })).body['id']);
  await ask('POST', `/incidents/${incident}/notes`, { text: 'The quokka is safe.' });
  await ask('POST', `/incidents/${incident}/resolve`, { summary: 'Safe.' });
  const started = await ask('POST', '/drills', { incident, trainee: 'tess' });
  [drill, room] = [String(started.body['id']), String(started.body['incidentId'])];
  await env.drain();
});
afterAll(async () => walk.close());

/** What bo reads of the room and the drill, and whether he would hear that something happened there. */
async function boSees() {
  const addresses = [`/incidents/${room}`, `/incidents/${room}/events`, `/drills/${drill}`];
  const statuses = [];
  for (const address of addresses) statuses.push((await ask('GET', address, undefined, bo)).status);
  const lists = ['/incidents', '/drills', '/drills?state=all', '/incidents?q=quokka'];
  const texts = [];
  for (const address of lists) texts.push((await ask('GET', address, undefined, bo)).text);
  const actor = { kind: 'person', person: 'bo', displayName: 'bo', roles: [] } as const;
  const guard = await liveGuard(env)([room]);
  return { statuses, named: texts.some((text) => text.includes('quokka')), deaf: guard?.(actor).has(room) };
}

describe('a drill that replays an incident', () => {
  test('is for everybody while that is, and hidden with its room from the moment in which that is private', async () => {
    expect(await boSees()).toEqual({ statuses: [200, 200, 200], named: true, deaf: undefined });
    expect((await ask('POST', `/incidents/${incident}/privacy`, { private: true })).status).toBe(200);
    expect(await boSees()).toEqual({ statuses: [404, 404, 404], named: false, deaf: true });
    expect((await ask('GET', `/incidents/${room}`)).status).toBe(200);
    await ask('POST', `/incidents/${incident}/readers`, { person: 'bo' });
    expect((await boSees()).statuses).toEqual([200, 200, 200]);
    await ask('POST', `/incidents/${incident}/readers/bo/remove`, {});
    expect((await boSees()).statuses).toEqual([404, 404, 404]);
    await ask('POST', `/incidents/${incident}/privacy`, { private: false });
    expect((await boSees()).statuses).toEqual([200, 200, 200]);
  });

  test('stops for something real that its reader may not see, and says no more than that there is one', async () => {
    const real = await ask('POST', '/incidents', { title: 'The wombat', severity: 'SEV1', private: true });
    const id = String(real.body['id']);
    await env.drain();
    const shown = await ask('GET', `/drills/${drill}`, undefined, bo);
    expect(shown.body).toMatchObject({ state: 'paused', pausedBecause: 'A real SEV1 is open.' });
    expect((await ask('GET', `/drills/${drill}`)).body).toMatchObject({
      pausedBecause: `${id} is a real SEV1: The wombat`,
    });
    const refused = [
      await ask('POST', `/drills/${drill}/resume`, {}, bo),
      await ask('POST', '/drills', { incident, trainee: 'tess' }, bo),
    ];
    for (const { status, text } of refused) {
      expect(status).toBe(422);
      expect(text).toContain('A real SEV1 is open: drills wait');
      expect(text).not.toContain(id);
    }
  });
});
