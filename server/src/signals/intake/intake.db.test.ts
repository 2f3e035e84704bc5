import { gzipSync } from 'node:zlib';
import { routeSpec } from '@fieldmarshal/contract/catalog';
import { sql } from 'kysely';
import { expect, test, describe } from 'vitest';
import { as, testEnv } from '#testing';
import { signalsHandlers } from '../jobs.ts';
import { resolveExpired } from '../alerts/resolve-expired.ts';
import { listAlerts, listGroups } from '../alerts/read-alerts.ts';
import { acknowledgeAlert, resolveAlert } from '../alerts/transit-alert.ts';
import { closeGroups, linkGroup } from '../incident/link-group.ts';
import { intakeKey, intakeRig } from '../rig.ts';
import { systemCtx } from '#platform';
import { batcherOf } from './intake.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const fingerprintForm: unknown = expect.stringMatching(/^[0-9a-f]{16}$/);
const ofLengthTen: unknown = expect.objectContaining({ length: 10 });

const env = await testEnv({ handlers: signalsHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const alerts = '/alertmanager/api/v2/alerts';

let serial = 0;
const fresh = (): string => `Test${(serial += 1)}`;

async function open(q: string): Promise<Awaited<ReturnType<typeof listAlerts>>['items']> {
  return (await listAlerts(mira, { state: 'all', q, limit: 200 })).items;
}

async function facts(type: string): Promise<Record<string, unknown>[]> {
  const rows = await env.databases.web
    .selectFrom('fact')
    .selectAll()
    .where('type', '=', type)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.data as Record<string, unknown>);
}

describe('the Alertmanager API', () => {
  test('answers 200 once stored; a repeat counts, an end resolves', async () => {
    const alertname = fresh();
    const labels = { alertname, severity: 'critical' };
    expect((await rig.post(alerts, [{ labels, annotations: { summary: 'Disk ünï' } }])).statusCode).toBe(200);
    expect((await rig.post(alerts, [{ labels, annotations: { summary: 'Disk ünï' } }])).statusCode).toBe(200);
    await batcherOf(env).flush();
    expect(await open(alertname)).toMatchObject([
      { title: 'Disk ünï', count: 2, state: 'firing', route: 'unrouted', severity: null },
    ]);
    const endsAt = new Date(Date.now() - 1_000).toISOString();
    await rig.post(alerts, [{ labels, endsAt, startsAt: new Date(Date.now() - 60_000).toISOString() }]);
    expect(await open(alertname)).toMatchObject([{ state: 'resolved', resolvedBy: 'sender', count: 3 }]);
    await rig.post(alerts, [{ labels }]);
    expect((await open(alertname)).map((alert) => alert.state)).toEqual(['firing', 'resolved']);
  });

  test('one that is not valid is refused while the others of its request are taken, as Alertmanager does', async () => {
    const alertname = fresh();
    const response = await rig.post(alerts, [{ labels: { alertname } }, { labels: { 'bad-name': 'x' } }]);
    expect([response.statusCode, response.json()]).toEqual([
      400,
      'invalid label set: invalid name "bad-name"',
    ]);
    expect(await open(alertname)).toHaveLength(1);
  });

  test('an alert with a text that cannot be stored does not lose those it came with', async () => {
    const alertname = fresh();
    const body = `[{"labels":{"alertname":"${alertname}","n":"x\\u0000"}},{"labels":{"alertname":"${alertname}"}}]`;
    const response = await rig.post(alerts, body);
    expect([response.statusCode, response.body]).toEqual([400, containing('0.labels.n')]);
    expect(await open(alertname)).toHaveLength(1);
  });

  test.each([
    ['broken JSON', '{', 400, 'parsing alerts body'],
    ['an object', {}, 400, 'cannot unmarshal object'],
    ['nothing', '', 422, 'alerts in body is required'],
    ['no labels', [{ annotations: {} }], 422, '0.labels in body is required'],
    ['empty labels', [{ labels: { a: '' } }], 400, 'at least one label pair required'],
    ['a number as label', [{ labels: { a: 1 } }], 400, '0.labels.a'],
    ['a time that is none', [{ labels: { a: 'b' }, startsAt: 'yesterday' }], 400, '0.startsAt'],
    [
      'an end before its start',
      [{ labels: { a: 'b' }, startsAt: '2026-01-02T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' }],
      400,
      'start time must be before end time',
    ],
    ['NUL', String.raw`[{"labels":{"a":"x\u0000"}}]`, 400, '0.labels.a contains the character NUL'],
    [
      'half a surrogate pair',
      String.raw`[{"labels":{"a":"x\ud800"}}]`,
      400,
      '0.labels.a contains half of a surrogate pair',
    ],
    [
      'too many labels',
      [{ labels: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`l${n}`, 'x'])) }],
      400,
      '0.labels has 101 entries',
    ],
    ['a label too long', [{ labels: { a: 'x'.repeat(4_097) } }], 400, '0.labels.a is longer than 4096'],
    [
      'too many alerts',
      Array.from({ length: 10_001 }, () => ({ labels: { a: 'b' } })),
      400,
      'at most 10000 alerts',
    ],
    ['too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'nested deeper than 32'],
    ['bytes that are no text', Buffer.from([0x5b, 0xff, 0x5d]), 400, 'not valid UTF-8'],
    [
      'a generator that is no address',
      [{ labels: { a: 'b' }, generatorURL: 'not a url' }],
      422,
      '0.generatorURL',
    ],
  ])('%s: a refusal that names it, and no effect', async (_, body, status, says) => {
    const before = await env.databases.web.selectFrom('alert').select('id').execute();
    const response = await rig.post(alerts, body);
    expect([response.statusCode, response.body]).toEqual([
      status,
      containing(says.replaceAll('"', String.raw`\"`)),
    ]);
    expect(await env.databases.web.selectFrom('alert').select('id').execute()).toHaveLength(before.length);
  });

  test('a body that is too large, as sent or once inflated, is refused', async () => {
    const large = `[${' '.repeat(17 * 1024 * 1024)}]`;
    expect((await rig.post(alerts, large)).statusCode).toBe(413);
    const bomb = await rig.post(alerts, gzipSync(large), { headers: { 'content-encoding': 'gzip' } });
    expect([bomb.statusCode, bomb.body]).toEqual([413, containing('once inflated')]);
  });

  test('gzip is understood, broken gzip and other codings are refused', async () => {
    const alertname = fresh();
    const body = gzipSync(JSON.stringify([{ labels: { alertname } }]));
    expect((await rig.post(alerts, body, { headers: { 'content-encoding': 'gzip' } })).statusCode).toBe(200);
    expect(await open(alertname)).toHaveLength(1);
    expect((await rig.post(alerts, 'nonsense', { headers: { 'content-encoding': 'gzip' } })).statusCode).toBe(
      400,
    );
    expect((await rig.post(alerts, body, { headers: { 'content-encoding': 'br' } })).statusCode).toBe(415);
  });

  test('wrong key 401, wrong method 405, wrong type 415, wrong path 404, each in Alertmanager’s form', async () => {
    const wrongKey = await rig.post(alerts, [], { headers: { authorization: 'Bearer wrong' } });
    expect([wrongKey.statusCode, wrongKey.json(), wrongKey.headers['www-authenticate']]).toMatchObject([
      401,
      { code: 401 },
      containing('Bearer'),
    ]);
    const method = await rig.app.inject({ method: 'DELETE', url: `/intake${alerts}` });
    expect([method.statusCode, method.headers['allow'], method.json()]).toMatchObject([
      405,
      'GET,POST',
      { message: 'method DELETE is not allowed, but [GET,POST] are' },
    ]);
    expect((await rig.post(alerts, '[]', { headers: { 'content-type': 'text/plain' } })).statusCode).toBe(
      415,
    );
    const nowhere = await rig.get('/alertmanager/api/v2/nothing');
    expect([nowhere.statusCode, nowhere.json()]).toMatchObject([
      404,
      { message: 'path /api/v2/nothing was not found' },
    ]);
  });

  test.each([
    [
      'basic password',
      { authorization: `Basic ${Buffer.from(`any:${intakeKey}`).toString('base64')}` },
      alerts,
    ],
    ['GenieKey', { authorization: `GenieKey ${intakeKey}` }, alerts],
    ['path', { authorization: '' }, `/k/${intakeKey}/alertmanager/api/v2/alerts`],
  ])('the key may come as %s', async (_, headers, path) => {
    expect((await rig.post(path, [{ labels: { alertname: fresh() } }], { headers })).statusCode).toBe(200);
  });

  test('reads by matcher, state and receiver; a matcher that cannot be read is refused', async () => {
    const alertname = fresh();
    await rig.post(
      alerts,
      ['1', '2'].map((n) => ({ labels: { alertname, n } })),
    );
    const get = async (query: string) =>
      (await rig.get(`${alerts}?${query}&filter=${encodeURIComponent(`alertname="${alertname}"`)}`)).json<
        object[]
      >();
    expect(await get('filter=n=~"[1]"')).toMatchObject([
      {
        labels: { n: '1' },
        status: { state: 'active' },
        fingerprint: fingerprintForm,
      },
    ]);
    expect(await get('filter=n!="1"')).toHaveLength(1);
    expect(await get('active=false')).toEqual([]);
    expect(await get('receiver=unrouted')).toHaveLength(2);
    expect(await get('receiver=other')).toEqual([]);
    const bad = await rig.get(`${alerts}?filter=${encodeURIComponent('x=~"("')}`);
    expect([bad.statusCode, bad.json()]).toEqual([400, 'error parsing regexp: missing closing ): `^(?:()$`']);
  });
});

describe('many at once', () => {
  test('the same alert a thousand times over many requests is one alert, counted a thousand times', async () => {
    const alertname = fresh();
    const body = { alert: alertname, title: alertname, key: alertname };
    const answers = await Promise.all(Array.from({ length: 1_000 }, async () => rig.post('/events', body)));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([202]));
    expect(await open(alertname)).toMatchObject([{ count: 1_000, state: 'firing' }]);
  });

  test('a storm of ten thousand alerts is one group, told once', async () => {
    await closeEverything();
    const alertname = fresh();
    const before = (await facts('alerts.group-opened')).length;
    const batches = Array.from({ length: 100 }, (_, b) =>
      Array.from({ length: 100 }, (_, n) => ({ labels: { alertname, n: `${b}-${n}` } })),
    );
    const answers = await Promise.all(batches.map(async (batch) => rig.post(alerts, batch)));
    expect(answers.every((answer) => answer.statusCode === 200)).toBe(true);
    expect((await facts('alerts.group-opened')).slice(before)).toMatchObject([
      { route: 'unrouted', integration: 'bootstrap', severity: null },
    ]);
    const { items } = await listGroups(mira, { state: 'open', limit: 10 });
    expect(items).toMatchObject([{ total: 10_000, firing: 10_000 }]);
    await env.fastForward(3_000);
    await env.drain();
    expect((await facts('alerts.group-changed')).at(-1)).toMatchObject({
      firing: 10_000,
      total: 10_000,
      newTitles: ofLengthTen,
    });
  });
});

describe('a route that another process has just stored, and not told yet', () => {
  test('counts for the next signal', async () => {
    const team = fresh();
    await rig.post(alerts, [{ labels: { alertname: fresh(), team } }]);
    await sql`with route as (insert into catalog_object (kind, name, labels, spec, origin, generation, updated_at)
      values ('Route', 'by-another', '{}', ${JSON.stringify(routeSpec.parse({ priority: 1, matchers: [`team="${team}"`] }))}, 'api', 1, now()))
      update catalog_version set version = version + 1`.execute(env.databases.web);
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname, team } }]);
    expect(await open(alertname)).toMatchObject([{ route: 'by-another' }]);
  });
});

async function closeEverything(): Promise<void> {
  for (const group of (await listGroups(mira, { state: 'open', limit: 200 })).items) {
    await linkGroup(systemCtx(env, 'test'), { groupId: group.id, incidentId: 'INC-0' });
    await closeGroups(systemCtx(env, 'test'), { incidentId: 'INC-0' });
  }
}

describe('groups and incidents', () => {
  test('new alerts join the group of an incident until that ends; then a new group is opened', async () => {
    await closeEverything();
    const alertname = fresh();
    const fire = async (n: string): Promise<void> => {
      await rig.post(alerts, [{ labels: { alertname, n } }]);
    };
    await fire('1');
    const [first] = (await open(alertname)).map((alert) => alert.groupId);
    await linkGroup(systemCtx(env, 'test'), { groupId: first ?? '', incidentId: 'INC-7' });
    await fire('2');
    expect((await open(alertname)).map((alert) => [alert.groupId, alert.incidentId])).toEqual([
      [first, 'INC-7'],
      [first, 'INC-7'],
    ]);
    await closeGroups(systemCtx(env, 'test'), { incidentId: 'INC-7' });
    const before = (await facts('alerts.group-opened')).length;
    await fire('3');
    expect((await open(alertname))[0]).toMatchObject({ incidentId: null });
    expect((await open(alertname))[0]?.groupId).not.toBe(first);
    expect(await facts('alerts.group-opened')).toHaveLength(before + 1);
  });

  test('a group linked only after its incident has ended does not stay open', async () => {
    await closeEverything();
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    const groupId = (await open(alertname))[0]?.groupId ?? '';
    await closeGroups(systemCtx(env, 'test'), { incidentId: 'INC-8' });
    await linkGroup(systemCtx(env, 'test'), { groupId, incidentId: 'INC-8' });
    expect((await listGroups(mira, { state: 'closed', incident: 'INC-8', limit: 5 })).items).toMatchObject([
      { id: groupId },
    ]);
  });

  test('the end of the last alert is told', async () => {
    await closeEverything();
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    const alert = (await open(alertname))[0];
    await resolveAlert(mira, { id: alert?.id ?? '' });
    await env.fastForward(3_000);
    await env.drain();
    expect((await facts('alerts.group-resolved')).at(-1)).toMatchObject({ groupId: alert?.groupId });
  });
});

describe('ends', () => {
  test('an alert without an end resolves when it is not repeated in time, not before', async () => {
    // Half a minute is left to the test itself: the clock goes on while it runs.
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    await env.fastForward(270_000);
    await resolveExpired(systemCtx(env, 'test'));
    expect(await open(alertname)).toMatchObject([{ state: 'firing' }]);
    await rig.post(alerts, [{ labels: { alertname } }]);
    await env.fastForward(270_000);
    await resolveExpired(systemCtx(env, 'test'));
    expect(await open(alertname)).toMatchObject([{ state: 'firing', count: 2 }]);
    await env.fastForward(35_000);
    await resolveExpired(systemCtx(env, 'test'));
    expect(await open(alertname)).toMatchObject([{ state: 'resolved', resolvedBy: 'time-out' }]);
  });

  test('after an outage of ours nothing expires before its sender had time to repeat it', async () => {
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    await env.fastForward(3_600_000);
    await env.databases.web.updateTable('intake_state').set({ grace_since: env.clock.now() }).execute();
    await resolveExpired(systemCtx(env, 'test'));
    expect(await open(alertname)).toMatchObject([{ state: 'firing' }]);
    await env.fastForward(310_000);
    await resolveExpired(systemCtx(env, 'test'));
    expect(await open(alertname)).toMatchObject([{ state: 'resolved' }]);
  });

  test('what a person resolved does not come back while its sender repeats the same start', async () => {
    const alertname = fresh();
    const startsAt = env.clock.now().toISOString();
    const alert = { labels: { alertname }, startsAt };
    await rig.post(alerts, [alert]);
    await resolveAlert(mira, { id: (await open(alertname))[0]?.id ?? '' });
    await rig.post(alerts, [alert]);
    expect(await open(alertname)).toHaveLength(1);
    await rig.post(alerts, [
      { ...alert, startsAt: new Date(env.clock.now().getTime() + 1_000).toISOString() },
    ]);
    expect((await open(alertname)).map((each) => each.state)).toEqual(['firing', 'resolved']);
  });

  test('an acknowledged alert stays so while it is repeated', async () => {
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    await acknowledgeAlert(mira, { id: (await open(alertname))[0]?.id ?? '' });
    await rig.post(alerts, [{ labels: { alertname }, annotations: { summary: 'more' } }]);
    expect(await open(alertname)).toMatchObject([{ state: 'acknowledged', title: 'more' }]);
  });
});

describe('who may', () => {
  test('a viewer reads, but neither acknowledges nor resolves; an integration key reads nothing of the API', async () => {
    const alertname = fresh();
    await rig.post(alerts, [{ labels: { alertname } }]);
    const id = (await open(alertname))[0]?.id ?? '';
    const viewer = as(env, 'vera', ['viewer']);
    await expect(acknowledgeAlert(viewer, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(resolveAlert(viewer, { id })).rejects.toMatchObject({ code: 'forbidden' });
    const integration = { ...mira, actor: { kind: 'integration', integrationId: 'x', name: 'x' } } as const;
    await expect(listAlerts(integration, { state: 'open', limit: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(acknowledgeAlert(mira, { id: '999999999' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
