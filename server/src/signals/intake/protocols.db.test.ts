import { describe, expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { listAlerts } from '../alerts/read-alerts.ts';
import {
  changeHeartbeat,
  createHeartbeat,
  deleteHeartbeat,
  readHeartbeats,
} from '../heartbeats/manage-heartbeats.ts';
import { missHeartbeats } from '../heartbeats/miss-heartbeats.ts';
import { signalsHandlers } from '../jobs.ts';
import { listChanges } from '../records/manage-changes.ts';
import { setMapping } from '../records/mappings.ts';
import { replaySignal } from '../records/replay.ts';
import { dismissUnparsed, getUnparsed, listUnparsed } from '../records/unparsed.ts';
import { systemCtx } from '#platform';
import { intakeKey, intakeRig } from '../rig.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const env = await testEnv({ handlers: signalsHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const lead = as(env, 'lena', ['lead']);

let serial = 0;
const fresh = (): string => `Proto${(serial += 1)}`;

async function found(q: string) {
  return (await listAlerts(mira, { state: 'all', q, limit: 50 })).items;
}

async function kept() {
  return (await listUnparsed(mira, { state: 'kept', limit: 50 })).items;
}

describe('PagerDuty Events v2', () => {
  const payload = (summary: string) => ({ summary, source: 'db-1', severity: 'critical' });
  const send = async (body: object) =>
    rig.post(
      '/pagerduty/v2/enqueue',
      { routing_key: intakeKey, ...body },
      { headers: { authorization: '' } },
    );

  test('trigger, again, acknowledge, resolve: one alert through its life', async () => {
    const name = fresh();
    const trigger = {
      event_action: 'trigger',
      dedup_key: name,
      payload: { ...payload(name), custom_details: { cluster: 'eu', nested: { a: 1 } } },
      links: [{ href: 'https://example.org/x' }],
    };
    expect((await send(trigger)).json()).toEqual({
      status: 'success',
      message: 'Event processed',
      dedup_key: name,
    });
    expect((await send(trigger)).statusCode).toBe(202);
    expect(await found(name)).toMatchObject([
      {
        count: 2,
        state: 'firing',
        labels: { source: 'db-1', severity: 'critical', cluster: 'eu' },
        annotations: { nested: '{"a":1}' },
        link: 'https://example.org/x',
      },
    ]);
    await send({ event_action: 'acknowledge', dedup_key: name });
    expect(await found(name)).toMatchObject([{ state: 'acknowledged' }]);
    await send({ event_action: 'resolve', dedup_key: name });
    expect(await found(name)).toMatchObject([{ state: 'resolved', resolvedBy: 'sender', count: 4 }]);
  });

  test('the end of what nobody opened is accepted and opens nothing', async () => {
    const before = await env.databases.web.selectFrom('alert').select('id').execute();
    expect((await send({ event_action: 'resolve', dedup_key: fresh() })).statusCode).toBe(202);
    expect(await env.databases.web.selectFrom('alert').select('id').execute()).toHaveLength(before.length);
  });

  test.each([
    [{ event_action: 'explode', payload: payload('x') }, 'event_action'],
    [{ event_action: 'trigger' }, "'payload' is missing"],
    [{ event_action: 'trigger', payload: { ...payload('x'), severity: 'apocalypse' } }, 'payload.severity'],
    [{ event_action: 'trigger', payload: { ...payload('x'), timestamp: 'soon' } }, 'payload.timestamp'],
    [{ event_action: 'trigger', payload: payload(''.padEnd(1_025, 'x')) }, 'payload.summary'],
    [{ event_action: 'acknowledge' }, 'dedup_key'],
    [{ event_action: 'resolve', dedup_key: 'x'.repeat(256) }, 'dedup_key'],
  ])('%o is refused with what is wrong', async (body, says) => {
    const response = await send(body);
    expect([response.statusCode, response.json().status, response.json().errors.join()]).toEqual([
      400,
      'invalid event',
      containing(says),
    ]);
  });

  test('an unknown key 403, none 400, wrong method 405, broken JSON 400, each with a body of theirs', async () => {
    const event = { event_action: 'resolve', dedup_key: 'x' };
    expect((await send({ ...event, routing_key: 'unknown' })).json()).toMatchObject({
      status: 'invalid event',
      errors: ['Invalid routing key'],
    });
    expect((await send({ ...event, routing_key: 'unknown' })).statusCode).toBe(403);
    expect((await send({ ...event, routing_key: '' })).statusCode).toBe(400);
    expect((await rig.get('/pagerduty/v2/enqueue')).statusCode).toBe(405);
    expect((await rig.post('/pagerduty/v2/enqueue', '{')).json()).toMatchObject({ status: 'invalid event' });
  });

  test('a change event is a change, not an alert', async () => {
    const name = fresh();
    const response = await rig.post('/pagerduty/v2/change/enqueue', {
      routing_key: intakeKey,
      payload: { summary: name, timestamp: '2026-11-24T10:00:00Z', custom_details: { version: '1.2' } },
    });
    expect(response.statusCode).toBe(202);
    expect((await listChanges(mira, { limit: 5 })).items).toMatchObject([
      { summary: name, version: '1.2', at: '2026-11-24T10:00:00.000Z' },
    ]);
    expect(await found(name)).toEqual([]);
    const bad = await rig.post('/pagerduty/v2/change/enqueue', { routing_key: intakeKey, payload: {} });
    expect([bad.statusCode, bad.body]).toEqual([400, containing('payload.summary')]);
  });
});

describe('webhooks of Alertmanager and Grafana', () => {
  const hook = async (alerts: unknown) =>
    rig.post('/alertmanager/webhook', { version: '4', status: 'firing', alerts });

  test('fire and resolve by status; the extras of Grafana are kept', async () => {
    const alertname = fresh();
    const alert = {
      status: 'firing',
      labels: { alertname },
      annotations: { summary: alertname },
      startsAt: '2026-11-24T10:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      dashboardURL: 'https://grafana/d/1',
    };
    expect((await hook([alert])).statusCode).toBe(200);
    expect(await found(alertname)).toMatchObject([
      { state: 'firing', endsAt: null, annotations: { dashboardURL: 'https://grafana/d/1' } },
    ]);
    await hook([{ ...alert, status: 'resolved', endsAt: '2026-11-24T10:05:00Z' }]);
    expect(await found(alertname)).toMatchObject([{ state: 'resolved' }]);
  });

  test.each([
    [[{ status: 'purple', labels: { a: 'b' } }], 'alerts[0].status'],
    [[{ status: 'firing', labels: {} }], 'alerts[0].labels'],
    [[{ status: 'firing', labels: { a: 1 } }], 'alerts[0].labels.a'],
    [[{ status: 'firing', labels: { a: 'b' }, startsAt: 5 }], 'alerts[0].startsAt'],
  ])('%o is refused, naming the field', async (alerts, path) => {
    const response = await hook(alerts);
    expect([response.statusCode, response.json().errors]).toMatchObject([400, [{ path }]]);
  });

  test('JSON that is no such webhook is kept', async () => {
    const response = await rig.post('/alertmanager/webhook', { hello: 1 });
    expect([response.statusCode, response.json().status]).toEqual([202, 'kept']);
  });
});

describe('CloudEvents and plain JSON', () => {
  const event = (title: string) => ({
    specversion: '1.0',
    id: '1',
    source: '/s',
    type: 'com.example.alarm',
    subject: title,
    data: { title, severity: 'warning' },
  });

  test('three modes of CloudEvents', async () => {
    const [a, b, c, d] = [fresh(), fresh(), fresh(), fresh()];
    await rig.post('/events', event(a), { headers: { 'content-type': 'application/cloudevents+json' } });
    await rig.post('/events', [event(b), event(c)], {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
    });
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/s',
      'ce-type': 'com.example.alarm',
      'ce-subject': d,
    };
    await rig.post('/events', { title: d, severity: 'warning' }, { headers });
    for (const title of [a, b, c, d])
      expect(await found(title)).toMatchObject([
        { title, labels: { ce_type: 'com.example.alarm', ce_subject: title, severity: 'warning' } },
      ]);
  });

  test('a sender that asks first whether it is wanted is, with a key', async () => {
    const ask = async (headers: Record<string, string>) =>
      rig.app.inject({ method: 'OPTIONS', url: '/intake/events', headers });
    const origin = { 'webhook-request-origin': 'eventgrid.azure.net' };
    const wanted = await ask({ ...origin, authorization: `Bearer ${intakeKey}` });
    expect([wanted.statusCode, wanted.headers]).toMatchObject([
      200,
      { 'webhook-allowed-origin': 'eventgrid.azure.net', 'webhook-allowed-rate': '*', allow: 'POST' },
    ]);
    expect((await ask(origin)).statusCode).toBe(401);
  });

  test('a CloudEvent that its sender calls JSON is one all the same, also among others', async () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    await rig.post('/events', event(a));
    await rig.post('/events', [event(b), { title: c }]);
    for (const title of [a, b])
      expect(await found(title)).toMatchObject([{ title, labels: { ce_subject: title } }]);
    expect(await found(c)).toHaveLength(1);
  });

  test.each([
    ['seconds', 1_764_284_400.123],
    ['milliseconds', 1_764_284_400_123],
    ['microseconds', 1_764_284_400_123_456],
    ['nanoseconds', 1_764_284_400_123_456_800],
    ['digits', '1764284400.123'],
  ])('a time in %s since 1970 is understood', async (_unit, timestamp) => {
    const name = fresh();
    await rig.post('/events', { title: name, timestamp });
    expect(await found(name)).toMatchObject([{ startsAt: '2025-11-27T23:00:00.123Z' }]);
  });

  test.each([
    ['timestamp', { title: 'A', timestamp: 'a while ago' }],
    ['starts_at', { title: 'A', starts_at: 1e300 }],
    ['time', { title: 'A', type: 'deploy', time: 'now' }],
    ['labels.a', { title: 'A', labels: { a: {} } }],
    ['time', { ...event('A'), time: 'now' }],
    ['data.timestamp', { ...event('A'), data: { title: 'A', timestamp: 'now' } }],
  ])('a field that is wrong is named as its sender calls it: %s', async (path, body) => {
    const response = await rig.post('/events', body);
    expect([response.statusCode, response.json().errors]).toMatchObject([400, [{ path }]]);
  });

  test('labels of plain JSON may be numbers, truths and nothing', async () => {
    const name = fresh();
    await rig.post('/events', { title: name, labels: { code: 500, live: true, zone: null } });
    const [alert] = await found(name);
    expect(alert?.labels).toMatchObject({ code: '500', live: 'true' });
    expect(alert?.labels).not.toHaveProperty('zone');
  });

  test('an attribute that is missing is refused by name, and nothing of the batch is taken', async () => {
    const name = fresh();
    const { id: _, ...without } = event(name);
    const response = await rig.post('/events', [event(name), without], {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
    });
    expect([response.statusCode, response.json().errors]).toEqual([
      400,
      [{ path: '[1].id', message: 'is missing' }],
    ]);
    expect(await found(name)).toEqual([]);
  });

  test('a deploy by CloudEvent is a change, and the same one again is the same', async () => {
    const name = fresh();
    const deploy = { ...event(name), type: 'dev.cdevents.service.deployed.0.1.0', data: { summary: name } };
    for (let n = 0; n < 2; n += 1)
      await rig.post('/events', deploy, { headers: { 'content-type': 'application/cloudevents+json' } });
    const { items } = await listChanges(mira, { limit: 50 });
    expect(items.filter((change) => change.summary === name)).toHaveLength(1);
  });

  test('plain JSON fires and resolves by key', async () => {
    const name = fresh();
    await rig.post('/events', { title: name, key: name, labels: { team: 'a' } });
    await rig.post('/events', { title: name, key: name, status: 'ok' });
    expect(await found(name)).toMatchObject([{ state: 'resolved', labels: { team: 'a' } }]);
  });

  test('a title cannot turn around what stands behind it', async () => {
    const name = fresh();
    await rig.post('/events', { title: `\u2067${name}\u202e ליל \u200f`, key: name });
    expect(await found(name)).toMatchObject([{ title: `${name} ליל` }]);
  });

  test('what is not understood is kept, and becomes an alert when replayed with a mapping', async () => {
    const name = fresh();
    const response = await rig.post('/events', { alarm: { what: name, sev: 'major' } });
    expect([response.statusCode, response.json()]).toMatchObject([202, { status: 'kept', kept: 1 }]);
    const [signal] = await kept();
    const id = signal?.id ?? '';
    expect(await replaySignal(lead, { id })).toMatchObject({
      understood: false,
      reason: containing('no title'),
    });
    await setMapping(lead, {
      integration: signal?.integration.id ?? '',
      mapping: { title: '/alarm/what', severity: '/alarm/sev' },
    });
    expect(await replaySignal(lead, { id })).toMatchObject({ understood: true, alerts: 1 });
    expect(await found(name)).toMatchObject([{ title: name, labels: { severity: 'major' } }]);
    expect(await getUnparsed(mira, { id })).toMatchObject({ state: 'replayed', settledBy: 'lena' });
    await expect(replaySignal(lead, { id })).rejects.toMatchObject({ code: 'refused' });
    await setMapping(lead, { integration: signal?.integration.id ?? '', mapping: null });
  });

  test.each(['structured', 'binary'])('a %s CloudEvent that was kept is read as one again', async (mode) => {
    const name = fresh();
    const { data: _, ...attributes } = event(name);
    const data = { alarm: { what: name } };
    const inHeaders = Object.entries(attributes).map(([key, value]): [string, string] => [
      `ce-${key}`,
      value,
    ]);
    await (mode === 'binary'
      ? rig.post('/events', data, { headers: Object.fromEntries<string>(inHeaders) })
      : rig.post('/events', { ...attributes, data }));
    const [signal] = await kept();
    const integration = signal?.integration.id ?? '';
    await setMapping(lead, { integration, mapping: { title: '/alarm/what' } });
    expect(await replaySignal(lead, { id: signal?.id ?? '' })).toMatchObject({ understood: true });
    expect(await found(name)).toMatchObject([{ title: name, labels: { ce_source: '/s' } }]);
    await setMapping(lead, { integration, mapping: null });
  });

  test('text that is no JSON is kept when it does not claim to be, and refused when it does', async () => {
    expect(
      (await rig.post('/events', 'Disk full on db-1', { headers: { 'content-type': 'text/plain' } }))
        .statusCode,
    ).toBe(202);
    const [signal] = await kept();
    expect(await getUnparsed(mira, { id: signal?.id ?? '' })).toMatchObject({ body: 'Disk full on db-1' });
    expect((await dismissUnparsed(lead, { id: signal?.id ?? '' })).state).toBe('dismissed');
    const bracketed = await rig.post('/events', '[CRITICAL] Disk full', {
      headers: { 'content-type': 'text/plain' },
    });
    expect([bracketed.statusCode, bracketed.json().status]).toEqual([202, 'kept']);
    expect((await rig.post('/events', '{"a":')).statusCode).toBe(400);
    expect((await rig.post('/events', '')).statusCode).toBe(400);
  });

  test('more than can be kept whole is refused', async () => {
    expect((await rig.post('/events', { hello: 'x'.repeat(300_000) })).statusCode).toBe(413);
  });
});

describe('heartbeats', () => {
  test('one that is missed alarms by the ordinary way, and its next beat ends that', async () => {
    const name = fresh();
    const heartbeat = await createHeartbeat(lead, { name, intervalS: 60, graceS: 10, labels: { team: 'a' } });
    const beat = async () => rig.app.inject({ method: 'HEAD', url: heartbeat.path });
    await env.fastForward(3_600_000);
    await missHeartbeats(systemCtx(env, 'test'));
    expect(await found(name)).toEqual([]);
    expect((await beat()).statusCode).toBe(200);
    await env.fastForward(69_000);
    await missHeartbeats(systemCtx(env, 'test'));
    expect(await found(name)).toEqual([]);
    await env.fastForward(2_000);
    await missHeartbeats(systemCtx(env, 'test'));
    expect(await found(name)).toMatchObject([
      { state: 'firing', title: `No heartbeat from ${name}`, labels: { team: 'a', heartbeat: name } },
    ]);
    await beat();
    expect(await found(name)).toMatchObject([{ state: 'resolved' }]);
  });

  test('a paused one is not missed; a deleted one ends its alarm and its key', async () => {
    const name = fresh();
    const wanted = { name, intervalS: 60, graceS: 0, labels: {} };
    const { id, path } = await createHeartbeat(lead, wanted);
    await rig.app.inject({ method: 'POST', url: path });
    await changeHeartbeat(lead, { id, ...wanted, paused: true });
    await env.fastForward(120_000);
    await missHeartbeats(systemCtx(env, 'test'));
    expect(await found(name)).toEqual([]);
    await changeHeartbeat(lead, { id, ...wanted, paused: false });
    await rig.app.inject({ method: 'GET', url: path });
    await env.fastForward(120_000);
    await missHeartbeats(systemCtx(env, 'test'));
    expect(await found(name)).toMatchObject([{ state: 'firing' }]);
    await deleteHeartbeat(lead, { id });
    expect(await found(name)).toMatchObject([{ state: 'resolved' }]);
    expect((await rig.app.inject({ method: 'GET', url: path })).statusCode).toBe(401);
  });

  test('a beat with an integration’s key is remembered, not yet expected', async () => {
    const name = fresh();
    expect(
      (await rig.app.inject({ method: 'GET', url: `/intake/heartbeat/${intakeKey}/${name}` })).statusCode,
    ).toBe(200);
    const heartbeat = (await readHeartbeats(mira)).items.find((each) => each.name === name);
    expect(heartbeat).toMatchObject({ intervalS: null, state: 'alive' });
  });

  test('wrong key 401, wrong method 405, the same name twice 409, not without permission', async () => {
    expect((await rig.app.inject({ method: 'GET', url: '/intake/heartbeat/unknown' })).statusCode).toBe(401);
    expect((await rig.app.inject({ method: 'DELETE', url: '/intake/heartbeat/unknown' })).statusCode).toBe(
      405,
    );
    const wanted = { name: fresh(), intervalS: 60, graceS: 0, labels: {} };
    await createHeartbeat(lead, wanted);
    await expect(createHeartbeat(lead, wanted)).rejects.toMatchObject({ code: 'conflict' });
    await expect(createHeartbeat(mira, wanted)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
