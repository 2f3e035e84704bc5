import { gzipSync } from 'node:zlib';
import { bodyOf } from './api-shots.ts';
import { mutate } from './odd.ts';
import type { Random } from './random.ts';
import type { Shot } from './send.ts';

const alert = {
  labels: { alertname: 'HighLatency', service: 'checkout', severity: 'critical' },
  annotations: { summary: 'p99 over 2 s' },
  startsAt: '2026-11-26T00:00:00Z',
  endsAt: '2026-11-26T01:00:00Z',
  generatorURL: 'http://prometheus/graph?g0.expr=x',
};
const span = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  name: 'GET /cart',
  kind: 2,
  startTimeUnixNano: '1764115200000000000',
  endTimeUnixNano: '1764115201000000000',
  status: { code: 2, message: 'failed' },
  attributes: [{ key: 'http.route', value: { stringValue: '/cart' } }],
};

const logRecord = {
  timeUnixNano: '1764115200000000000',
  severityNumber: 17,
  body: { stringValue: 'GET /cart failed: the stock did not answer' },
  attributes: [{ key: 'http.route', value: { stringValue: '/cart' } }],
};

/** What senders send when all is well, for each protocol. */
const samples: readonly {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: unknown;
}[] = [
  { method: 'POST', path: '/alertmanager/api/v2/alerts', type: 'application/json', body: [alert, alert] },
  {
    method: 'POST',
    path: '/alertmanager/api/v2/silences',
    type: 'application/json',
    body: {
      matchers: [{ name: 'a', value: 'b', isRegex: true, isEqual: true }],
      startsAt: alert.startsAt,
      endsAt: alert.endsAt,
      createdBy: 'x',
      comment: 'y',
    },
  },
  {
    method: 'POST',
    path: '/alertmanager/webhook',
    type: 'application/json',
    body: {
      version: '4',
      groupKey: '{}:{a="b"}',
      status: 'firing',
      receiver: 'x',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'http://x',
      alerts: [{ ...alert, status: 'firing', fingerprint: 'ab12' }],
    },
  },
  {
    method: 'POST',
    path: '/pagerduty/v2/enqueue',
    type: 'application/json',
    body: {
      routing_key: 'x',
      event_action: 'trigger',
      dedup_key: 'd',
      payload: {
        summary: 's',
        source: 'h',
        severity: 'critical',
        timestamp: alert.startsAt,
        component: 'c',
        group: 'g',
        class: 'k',
        custom_details: { a: 1 },
      },
      links: [{ href: 'http://x', text: 't' }],
      images: [{ src: 'http://x' }],
    },
  },
  {
    method: 'POST',
    path: '/pagerduty/v2/change/enqueue',
    type: 'application/json',
    body: {
      routing_key: 'x',
      payload: { summary: 's', timestamp: alert.startsAt, source: 'ci', custom_details: {} },
    },
  },
  {
    method: 'POST',
    path: '/opsgenie/v2/alerts',
    type: 'application/json',
    body: {
      message: 'm',
      alias: 'a',
      description: 'd',
      responders: [{ name: 'x', type: 'team' }],
      tags: ['a'],
      details: { k: 'v' },
      entity: 'e',
      priority: 'P1',
    },
  },
  {
    method: 'POST',
    path: '/opsgenie/v2/alerts/a/close?identifierType=alias',
    type: 'application/json',
    body: { user: 'u', source: 's', note: 'n' },
  },
  {
    method: 'POST',
    path: '/opsgenie/v2/alerts/a/acknowledge?identifierType=alias',
    type: 'application/json',
    body: { note: 'n' },
  },
  {
    method: 'POST',
    path: '/events',
    type: 'application/cloudevents+json',
    body: {
      specversion: '1.0',
      id: '1',
      source: 'x',
      type: 'deploy',
      time: alert.startsAt,
      data: { version: '1.2' },
    },
  },
  {
    method: 'POST',
    path: '/events',
    type: 'application/cloudevents-batch+json',
    body: [{ specversion: '1.0', id: '1', source: 'x', type: 'a', data: {} }],
  },
  {
    method: 'POST',
    path: '/events',
    type: 'application/json',
    body: { title: 't', status: 'firing', labels: { a: 'b' } },
  },
  { method: 'POST', path: '/heartbeat/x', type: 'application/json', body: {} },
  {
    method: 'POST',
    path: '/otlp/v1/traces',
    type: 'application/json',
    body: {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] },
          scopeSpans: [{ spans: [span, span] }],
        },
      ],
    },
  },
  {
    method: 'POST',
    path: '/otlp/v1/logs',
    type: 'application/json',
    body: {
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] },
          scopeLogs: [{ logRecords: [logRecord, logRecord] }],
        },
      ],
    },
  },
];

const types = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/x-protobuf',
  'application/json; charset=utf-16',
  '',
];
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));

/** One request for each call, to an intake under this key: mostly what a sender sends, with something wrong in it. */
export function intakeShots(key: string, random: Random): () => Shot {
  return () => {
    const sample = random.pick(samples);
    const own = random.chance(0.9) ? key : random.pick(['', 'fmi_wrong', 'x'.repeat(400), '%00', '..%2f..']);
    const isBomb = random.chance(0.004);
    const plain = bodyOf(random, mutate(random, sample.body));
    const isZipped = isBomb || random.chance(0.08);
    const body = isBomb ? bomb : isZipped ? zipped(random, plain) : plain;
    const type = random.chance(0.06) ? random.pick(types) : sample.type;
    const coding = isZipped
      ? 'gzip'
      : random.chance(0.02)
        ? random.pick(['br', 'gzip', 'deflate', 'identity, gzip'])
        : '';
    const byPath = random.chance(0.8);
    return {
      method: random.chance(0.03) ? random.pick(['GET', 'PUT', 'DELETE', 'PATCH']) : sample.method,
      path: byPath ? `/intake/k/${own}${sample.path}` : `/intake${sample.path}`,
      headers: {
        ...(type === '' ? {} : { 'content-type': type }),
        ...(coding === '' ? {} : { 'content-encoding': coding }),
        ...(byPath
          ? {}
          : { authorization: `${random.pick(['Bearer', 'GenieKey', 'Basic', ''])} ${encodeURI(own)}` }),
      },
      body,
    };
  };
}

function zipped(random: Random, plain: Buffer): Buffer {
  const whole = gzipSync(plain);
  return random.chance(0.3) ? whole.subarray(0, random.below(whole.length)) : whole;
}
