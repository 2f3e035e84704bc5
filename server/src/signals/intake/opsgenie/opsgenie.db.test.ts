import { describe, expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { getAlert, listAlerts } from '../../alerts/read-alerts.ts';
import { intakeKey, intakeRig } from '../../rig.ts';

const env = await testEnv({ config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const alerts = '/opsgenie/v2/alerts';
const containing = (text: string): unknown => expect.stringContaining(text);
const anyText: unknown = expect.any(String);
const anyNumber: unknown = expect.any(Number);

interface Accepted {
  readonly requestId: string;
}

async function found(alias: string) {
  const { items } = await listAlerts(mira, { state: 'all', limit: 200 });
  return items.filter((item) => item.key === alias);
}

async function only(alias: string) {
  const items = await found(alias);
  expect(items).toHaveLength(1);
  const detail = await getAlert(mira, { id: items[0]?.id ?? '' });
  return { ...detail, events: detail.events.map(({ type, detail: text }) => [type, text]) };
}

let serial = 0;
async function created(more: object = {}): Promise<string> {
  const alias = `og/${(serial += 1)} ✓`;
  const response = await rig.post(alerts, { message: alias, alias, ...more });
  expect(response.statusCode).toBe(202);
  return alias;
}

const at = (alias: string, action = ''): string =>
  `${alerts}/${encodeURIComponent(alias)}${action}?identifierType=alias`;

describe('an Opsgenie sender', () => {
  test.each(['constructor', 'toString', '__proto__', 'P1'])(
    'whose details call the priority %s is heard',
    async (priority) => {
      const alert = await only(
        await created({ details: JSON.parse(`{ "priority": "${priority}" }`) as object }),
      );
      expect(alert.labels).toMatchObject({ priority });
      expect(alert.labels['severity']).toBe(priority === 'P1' ? 'critical' : undefined);
    },
  );

  test('creates an alert, asks what came of it, and reads it back', async () => {
    const response = await rig.post(alerts, {
      message: 'Search is down',
      alias: 'search-down',
      description: 'No answer for a minute',
      priority: 'P1',
      tags: ['search', 'eu'],
      entity: 'search-1',
      source: 'http://alertmanager.example/#x',
      details: { cluster: 'blue', replicas: 3 },
      responders: [{ name: 'Ops', type: 'team' }],
    });
    expect([response.statusCode, response.json()]).toEqual([
      202,
      { result: 'Request will be processed', took: anyNumber, requestId: anyText },
    ]);
    const alert = await only('search-down');
    expect(alert).toMatchObject({
      title: 'Search is down',
      source: 'opsgenie',
      state: 'firing',
      link: 'http://alertmanager.example/#x',
      labels: {
        severity: 'critical',
        priority: 'P1',
        tags: 'search,eu',
        entity: 'search-1',
        cluster: 'blue',
      },
      annotations: { description: 'No answer for a minute' },
    });
    const { requestId } = response.json<Accepted>();
    const status = await rig.get(`${alerts}/requests/${requestId}`);
    expect(status.json()).toMatchObject({
      data: {
        success: true,
        action: 'Create',
        status: 'Created alert',
        alertId: alert.id,
        alias: 'search-down',
      },
      requestId,
    });
    const read = await rig.get(`${alerts}/${alert.id}`);
    expect(read.json()).toMatchObject({
      data: {
        id: alert.id,
        alias: 'search-down',
        status: 'open',
        acknowledged: false,
        tags: ['search', 'eu'],
      },
    });
  });

  test('repeats it under the same alias: one alert, counted', async () => {
    const alias = await created();
    await rig.post(alerts, { message: alias, alias });
    await rig.post(alerts, { message: alias, alias });
    expect(await only(alias)).toMatchObject({ count: 3, events: [['fired', null]] });
  });

  test('sends two without an alias: two alerts', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const response = await rig.post(alerts, { message: 'Nameless' });
        const status = await rig.get(`${alerts}/requests/${response.json<Accepted>().requestId}`);
        return status.json<{ data: { alertId: string } }>().data.alertId;
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('acknowledges, notes, rewrites and closes it by alias; a new one with the alias is a new alert', async () => {
    const alias = await created();
    for (const [method, action, body] of [
      ['POST', '/acknowledge', { user: 'bot' }],
      ['POST', '/notes', { note: 'looking', user: 'ada' }],
      ['PUT', '/message', { message: 'Search is slow' }],
      ['PUT', '/description', { description: 'p99 at 9 s' }],
      ['POST', '/close', { note: 'fixed' }],
    ] as const) {
      const response = await rig.post(at(alias, action), body, { method });
      expect([action, response.statusCode]).toEqual([action, 202]);
    }
    expect(await only(alias)).toMatchObject({
      title: 'Search is slow',
      annotations: { description: 'p99 at 9 s' },
      state: 'resolved',
      resolvedBy: 'sender',
      events: [
        ['fired', null],
        ['acknowledged', null],
        ['noted', 'ada: looking'],
        ['changed', null],
        ['changed', null],
        ['resolved', null],
        ['noted', 'fixed'],
      ],
    });
    await rig.post(alerts, { message: alias, alias });
    expect((await found(alias)).map((alert) => alert.state)).toEqual(['firing', 'resolved']);
  });

  test('closes by id, which it got from the status of its request', async () => {
    const alias = await created();
    const { id } = await only(alias);
    const response = await rig.post(`${alerts}/${id}/close`, '');
    expect(response.statusCode).toBe(202);
    expect(await only(alias)).toMatchObject({ state: 'resolved' });
  });

  test('asks for an alert that does not exist: accepted, changes nothing, and the outcome says so', async () => {
    const response = await rig.post(at('never-seen', '/close'), {});
    expect(response.statusCode).toBe(202);
    expect(await found('never-seen')).toEqual([]);
    const status = await rig.get(`${alerts}/requests/${response.json<Accepted>().requestId}`);
    expect(status.json()).toMatchObject({ data: { success: false, action: 'Close', alertId: '' } });
    expect((await rig.get(at('never-seen'))).statusCode).toBe(404);
  });

  test('an alias of 512 characters works everywhere', async () => {
    const alias = '✓'.repeat(512);
    const response = await rig.post(alerts, { message: 'Long', alias });
    expect(response.statusCode).toBe(202);
    const status = await rig.get(`${alerts}/requests/${response.json<Accepted>().requestId}`);
    expect(status.json()).toMatchObject({ data: { success: true, alias } });
    expect((await rig.post(at(alias, '/close'), {})).statusCode).toBe(202);
    expect(await only(alias)).toMatchObject({ state: 'resolved' });
  });

  test('pings a heartbeat by name', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH'] as const) {
      const response = await rig.get('/opsgenie/v2/heartbeats/nightly%20backup/ping', { method });
      expect([response.statusCode, response.json()]).toEqual([
        202,
        { result: 'PONG - Heartbeat received', took: anyNumber, requestId: anyText },
      ]);
    }
    const beats = await env.databases.web.selectFrom('heartbeat').select('name').execute();
    expect(beats).toEqual([{ name: 'nightly backup' }]);
  });

  test('the key may come as GenieKey or in the path', async () => {
    const payload = { message: 'Keyed', alias: 'keyed' };
    const genie = await rig.post(alerts, payload, { headers: { authorization: `GenieKey ${intakeKey}` } });
    const path = await rig.app.inject({
      method: 'POST',
      url: `/intake/k/${intakeKey}${alerts}`,
      payload,
    });
    expect([genie.statusCode, path.statusCode]).toEqual([202, 202]);
    const wrong = await rig.post(alerts, payload, { headers: { authorization: 'GenieKey nonsense' } });
    expect([wrong.statusCode, wrong.json()]).toEqual([
      401,
      { message: containing('key'), took: anyNumber, requestId: anyText },
    ]);
  });
});

describe('what is not taken', () => {
  test.each([
    [{}, 'message'],
    [{ message: ' ' }, 'message'],
    [{ message: 5 }, 'message'],
    [{ message: 'x', alias: 'a'.repeat(513) }, 'alias'],
    [{ message: 'x', alias: {} }, 'alias'],
    [{ message: 'x', priority: 'P9' }, 'priority'],
    [{ message: 'x', priority: 'constructor' }, 'priority'],
    [{ message: 'x', tags: 'a' }, 'tags'],
    [{ message: 'x', tags: [1] }, 'tags'],
    [{ message: 'x', details: [] }, 'details'],
    [{ message: 'x', description: 1 }, 'description'],
    [[], '(body)'],
  ])('%j is 422 naming %s', async (body, field) => {
    const response = await rig.post(alerts, body);
    expect([response.statusCode, Object.keys(response.json<{ errors: object }>().errors)]).toEqual([
      422,
      [field],
    ]);
  });

  test.each([
    ['POST', '/x/close?identifierType=colour', 422, 'identifierType'],
    ['POST', '/x/snooze?identifierType=alias', 422, 'snooze'],
    ['POST', '/x/notes?identifierType=alias', 422, 'note'],
    ['PUT', '/x/message?identifierType=alias', 422, 'message'],
    ['GET', '/requests/nonsense', 404, 'Request not found'],
    ['GET', '/requests/z1-AA', 404, 'Request not found'],
    ['GET', '/99999999999999999999', 404, 'could not be found'],
    ['PATCH', '', 405, 'POST'],
    ['GET', '/x/close', 405, 'POST'],
  ] as const)('%s %s is %i naming %s', async (method, path, status, says) => {
    const response = await rig.post(`${alerts}${path}`, method === 'GET' ? '' : {}, { method });
    expect([response.statusCode, response.body]).toEqual([status, containing(says)]);
  });

  test('an integration neither reads nor changes what another has sent', async () => {
    const alias = await created();
    const { id } = await only(alias);
    await env.databases.web
      .updateTable('alert')
      .set({ integration: 'other' })
      .where('dedup_key', '=', alias)
      .execute();
    expect((await rig.get(`${alerts}/${id}`)).statusCode).toBe(404);
    await rig.post(`${alerts}/${id}/close`, {});
    await rig.post(at(alias, '/close'), {});
    await rig.post(at(alias, '/message'), { message: 'mine now' }, { method: 'PUT' });
    expect(await only(alias)).toMatchObject({ title: alias, state: 'firing' });
  });
});
