import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { onDuty, postAlerts, startReceiver, startServer, until, type Receiver, type Server } from './rig.ts';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  await server.apply(onDuty(receiver.url));
  await server.apply(`
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: database }
spec: { priority: 1, matchers: ['kind="database"'], escalationPolicy: duty }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: poison }
spec: { priority: 1, matchers: ['kind="poison"'], groupBy: ["..."], escalationPolicy: duty }
`);
});
afterAll(async () => {
  await Promise.all([server.end(), receiver.close()]);
});

const alerts = 10_000;
const connections = 8;
const perPost = 50;

interface Posted {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Every alert three times: it fires, it is repeated, and every fifth is resolved. */
function wave(turn: number, from: number, now: number): Posted[] {
  return Array.from({ length: perPost }, (_, index) => {
    const n = from + index;
    const over = turn === 2 && n % 5 === 0;
    return {
      labels: { alertname: `Storm${n}`, kind: n % 2 === 0 ? 'database' : 'other', severity: 'critical' },
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(over ? now - 1_000 : now + 3_600_000).toISOString(),
    };
  });
}

/** As senders do it: a 503 is sent again. What it was may have been stored all the same. */
async function post(alertsOfOne: readonly Posted[]): Promise<number> {
  let status = await postAlerts(server, alertsOfOne);
  while (status === 503) status = await postAlerts(server, alertsOfOne);
  return status;
}

const counted = z.object({
  items: z.array(z.object({ route: z.string(), total: z.number(), firing: z.number() })),
});

test('ten thousand alerts over several connections are one incident and one page for each route, and none is lost', async () => {
  const now = Date.now();
  const statuses = new Set<number>();
  for (const turn of [0, 1, 2]) {
    let next = 0;
    const connection = async (): Promise<void> => {
      for (let from = next; from < alerts; from = next) {
        next += perPost;
        statuses.add(await post(wave(turn, from, now)));
      }
    };
    await Promise.all(Array.from({ length: connections }, connection));
  }
  expect([...statuses]).toEqual([200]);

  await until(async () => receiver.received.length >= 2);
  const groups = counted.parse(await server.api('GET', '/alert-groups?state=all&limit=100'));
  expect(groups.items.toSorted((a, b) => (a.route < b.route ? -1 : 1))).toMatchObject([
    { route: 'database', total: alerts / 2, firing: (alerts / 2) * 0.8 },
    { route: 'everything', total: alerts / 2, firing: (alerts / 2) * 0.8 },
  ]);
  const { items } = await server.api<{ items: { id: string }[] }>('GET', '/incidents?open=true');
  expect(items).toHaveLength(2);
  expect(receiver.received).toHaveLength(2);
});

test('the same event a thousand times over sixteen connections is one alert, counted, and one page', async () => {
  const before = receiver.received.length;
  const body = JSON.stringify({ title: 'Same', key: 'same', labels: { kind: 'poison', alertname: 'Same' } });
  let left = 1_000;
  const connection = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(server.intake.replace(/alertmanager$/, 'events'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await response.arrayBuffer();
      expect(response.status).toBe(202);
    }
  };
  await Promise.all(Array.from({ length: 16 }, connection));
  const { items } = await server.api<{ items: { count: number }[] }>(
    'GET',
    '/alerts?q=Same&state=all&limit=10',
  );
  expect(items).toMatchObject([{ count: 1_000 }]);
  await until(async () => receiver.received.length > before);
  expect(receiver.received.filter(({ body: page }) => page.includes('Same'))).toHaveLength(1);
});

test('an alert whose text would break a template or a page is paged as plain text, and what comes after it too', async () => {
  const texts = [
    '{{ alert.title | explode: }}',
    '{% for x in y %}',
    '{answer-link}',
    '${process.exit(1)} <%= x %>',
    '<script>alert(1)</script>"\\',
    `\u202E${'😀'.repeat(2_000)}`,
    '\u001E\u001F\u2028 lines',
  ];
  const before = receiver.received.length;
  for (const [n, text] of texts.entries()) {
    const labels = { alertname: `Poison${n}`, kind: 'poison', text: text.slice(0, 4_000).toWellFormed() };
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    expect(
      await postAlerts(server, [{ labels, annotations: { summary: text, description: text }, endsAt }]),
    ).toBe(200);
  }
  await until(async () => receiver.received.length >= before + texts.length);
  expect(receiver.received).toHaveLength(before + texts.length);
});
