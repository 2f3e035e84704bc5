import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { order as orderSchema, probe, runReport, type Order } from '@fieldmarshal/contract/checks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMonitor } from './run-monitor.ts';

const now = Date.now();
let failures = 0;
let stopping = new AbortController();
const series = (slopePerHour: number, last: number) =>
  Array.from({ length: 50 }, (_, index) => {
    const hours = (index - 49) / 10;
    return [now / 1_000 + hours * 3_600, String(last + hours * slopePerHour)];
  });
const answers: Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void> = {
  '/ok': (_, response) => response.setHeader('x-build', '7').end('{"status":"up","queue":[1,2,3]}'),
  '/broken': (_, response) => response.writeHead(502).end('bad gateway'),
  '/flaky': (_, response) => response.writeHead((failures += 1) % 2 === 1 ? 500 : 200).end(),
  '/silent': () => undefined,
  '/stopped': () => stopping.abort(),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half');
    setImmediate(() => response.destroy());
  },
  '/echo': (request, response) => response.end(`you said ${request.headers.authorization}`),
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
  '/elsewhere': (_, response) =>
    response.writeHead(307, { location: `http://localhost:${new URL(base).port}/headers` }).end(),
  '/metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/hop': (_, response) => response.writeHead(302, { location: '/ok' }).end(),
  '/api/v1/query': (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    if (query === 'bad(') response.writeHead(400).end('{"status":"error","error":"parse error"}');
    else if (query === 'endless') return;
    else if (query === 'down') response.writeHead(503).end();
    else if (query === 'costly')
      response
        .writeHead(503)
        .end('{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}');
    else {
      const value = query.includes('[1h]') ? '0.02' : query.includes('[5m]') ? '0.03' : '42';
      const result = query === 'empty' ? [] : [{ metric: {}, value: [1, value] }];
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
    }
  },
  '/api/v1/query_range': (_, response) => {
    const result = [{ metric: {}, values: series(2, 90) }];
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  },
};
const server = http.createServer((request, response) => {
  const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
  if (answer) answer(request, response);
  else response.writeHead(404).end();
});
const greeter = net.createServer((socket) => socket.end('220 mail ready\r\n'));
let base = '';
let mailPort = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => greeter.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mailPort = (greeter.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  greeter.close();
});

async function run(given: object, parts: Partial<Order> = {}, hasWayOut = () => Promise.resolve(true)) {
  stopping = new AbortController();
  const order = orderSchema.parse({
    id: '0198c000-0000-7000-8000-000000000000',
    attempt: 1,
    leaseMs: 1_000,
    check: 'c',
    environment: 'e',
    place: 'p',
    dueAt: '2026-11-26T00:00:00Z',
    timeoutMs: 5_000,
    retries: 0,
    probe: probe.parse(given),
    bundle: null,
    variables: {},
    secrets: {},
    urlPatterns: [],
    privateRanges: ['127.0.0.0/8'],
    ...parts,
  });
  return runReport.parse(await runMonitor(order, stopping.signal, hasWayOut));
}
const web = (path: string, parts: object = {}) => ({ type: 'http', url: `${base}${path}`, ...parts });

describe('http', () => {
  test('says how long each part took', async () => {
    const report = await run(web('/ok'));
    expect(report).toMatchObject({ verdict: 'passed', fault: null });
    expect(report.steps.map(({ title }) => title)).toEqual([
      'Look up the name',
      'Connect',
      'Wait for the answer',
      'Read the answer',
    ]);
    expect(report.measures.map(({ name }) => name)).toContain('totalMs');
  });

  test.each([
    ['a status', { status: ['200-204'] }, null],
    ['another status', { status: ['3xx'] }, 'expected 3xx, got 200'],
    ['a header', { headers: [{ name: 'X-Build', equals: '7' }] }, null],
    ['a header that is not there', { headers: [{ name: 'x-none' }] }, 'the answer has no header x-none'],
    ['text', { body: [{ contains: 'up', excludes: 'down', matches: '"queue":\\[' }] }, null],
    ['text that is not there', { body: [{ contains: 'down' }] }, 'the body does not contain "down"'],
    [
      'a JSON path',
      {
        json: [
          { path: '$.status', equals: 'up' },
          { path: '$.queue[*]', count: 3 },
        ],
      },
      null,
    ],
    ['another value', { json: [{ path: '$.status', equals: 'down' }] }, '$.status is "up", not "down"'],
    ['a bound', { json: [{ path: '$.queue[*]', below: 3 }] }, '$.queue[*] is 3, not below 3'],
    ['a path that finds nothing', { json: [{ path: '$.none' }] }, '$.none finds nothing in the answer'],
  ])('looks at %s', async (_, expect_, message) => {
    const report = await run(web('/ok', { expect: expect_ }));
    expect(report.error?.message ?? null).toBe(message);
    expect(report.fault?.class ?? null).toBe(message === null ? null : 'product');
  });

  test.each([
    ['a JSONPath that is none', { json: [{ path: '$[' }] }],
    ['a pattern that is none', { body: [{ matches: '(' }] }],
    ['a pattern in a JSONPath, which would not be linear', { json: [{ path: '$[?match(@, "a*")]' }] }],
  ])('%s is a fault of the check', async (_, expect_) => {
    expect((await run(web('/ok', { expect: expect_ }))).fault?.class).toBe('test');
  });

  test('a failure that passes when tried again is flaky, and both tries are told', async () => {
    const report = await run(web('/flaky'), { retries: 2 });
    expect(report.verdict).toBe('flaky');
    expect(report.tries.map(({ verdict }) => verdict)).toEqual(['failed', 'passed']);
  });

  test('one that nobody wants any more ends at once', async () => {
    expect(await run(web('/stopped'), { timeoutMs: 600_000 })).toMatchObject({ verdict: 'failed' });
  });

  test('an answer that breaks off is none', async () => {
    const report = await run(web('/cut'));
    expect(report).toMatchObject({ verdict: 'failed', fault: { class: 'product' } });
    expect(report.error?.message).toMatch(/: the connection was broken off \(ECONNRESET\)$/);
  });

  test('gives up in time', async () => {
    const report = await run(web('/silent'), { timeoutMs: 200 });
    expect(report.fault?.class).toBe('product');
    expect(report.error?.message).toContain('did not answer in time');
  });

  test('nobody listening is the product’s fault', async () => {
    expect((await run({ type: 'http', url: 'http://127.0.0.1:1/' })).fault?.class).toBe('product');
  });

  test('follows redirects, and refuses one that leads to a metadata address', async () => {
    expect((await run(web('/hop'))).verdict).toBe('passed');
    const report = await run(web('/metadata'));
    expect(report.fault?.class).toBe('test');
    expect(report.error?.message).toContain('169.254.169.254');
  });

  test('reaches private addresses only in the ranges that its environment allows', async () => {
    const report = await run(web('/ok'), { privateRanges: ['10.0.0.0/8'] });
    expect(report.fault?.class).toBe('test');
    expect(report.error?.message).toContain('may not reach');
  });

  test('fills in secrets and never says what they are', async () => {
    const asked = web('/echo', {
      headers: { authorization: 'Bearer {{secret.TOKEN}}' },
      expect: { body: [{ equals: 'nothing' }] },
    });
    const report = await run(asked, { secrets: { TOKEN: 'very secret' } });
    expect(report.error?.message).toBe('the body is not "nothing" but "you said Bearer [secret TOKEN]"');
    expect(JSON.stringify(report)).not.toContain('very secret');
    expect((await run(asked)).fault).toMatchObject({ class: 'test', why: 'the secret TOKEN has no value' });
  });
});

test('a secret that a quotation cuts off in its middle is not told in part', async () => {
  const secret = 'k'.repeat(400);
  const asked = web('/echo', {
    headers: { authorization: '{{secret.TOKEN}}' },
    expect: { body: [{ equals: 'nothing' }] },
  });
  const { error } = await run(asked, { secrets: { TOKEN: secret } });
  expect(error?.message).toBe('the body is not "nothing" but "you said [secret TOKEN]…"');
});

test('what asks is told apart from people, and tells another host no header that may hold a secret', async () => {
  const headers = { 'x-auth-token': '{{secret.TOKEN}}', accept: 'application/json' };
  const secrets = { TOKEN: 'very secret' };
  const own = web('/headers', {
    headers,
    expect: { json: [{ path: "$['x-fieldmarshal-synthetic']", equals: '1' }, { path: "$['x-auth-token']" }] },
  });
  expect((await run(own, { secrets })).verdict).toBe('passed');
  const other = web('/elsewhere', {
    headers,
    expect: { json: [{ path: '$.accept', equals: 'application/json' }, { path: "$['x-auth-token']" }] },
  });
  const privateRanges = ['127.0.0.0/8', '::1/128'];
  const { error } = await run(other, { secrets, privateRanges });
  expect(error?.message).toBe("$['x-auth-token'] finds nothing in the answer");
  const posted = { ...other, method: 'POST', body: '{"password":"{{secret.TOKEN}}"}' };
  expect((await run(posted, { secrets, privateRanges })).error?.message).toContain(
    'sends what was posted to it on',
  );
});

test('a failure names its request, with the trace that was sent along and without secrets; a pass keeps none', async () => {
  const url = `${base}/broken?token={{secret.TOKEN}}&who={{secret.TOKEN}}`;
  const urlPatterns = [{ pattern: base, product: 'shop' }];
  const { requests } = await run({ type: 'http', url }, { secrets: { TOKEN: 'very secret' }, urlPatterns });
  expect(requests).toMatchObject([{ method: 'GET', status: 502, product: 'shop', failure: null }]);
  expect(requests[0]?.traceId).toMatch(/^a[0-9a-f]{31}$/);
  expect(JSON.stringify(requests)).not.toMatch(/very.{1,3}secret/);
  const traced = web('/headers', {
    expect: { json: [{ path: '$.traceparent', matches: '^00-a[0-9a-f]{31}-[0-9a-f]{16}-01$' }] },
  });
  const passed = await run(traced);
  expect([passed.verdict, passed.requests]).toEqual(['passed', []]);
  const away = await run({ type: 'http', url: 'http://127.0.0.1:1/' });
  expect(away.requests).toMatchObject([{ status: null }]);
  expect(away.requests[0]?.failure).toBe(
    '127.0.0.1:1: the connection is refused, as when nothing listens there (ECONNREFUSED)',
  );
});

describe('no answer at all', () => {
  const silent = web('/silent');
  test.each([
    ['is the product’s fault while the runner reaches anything else', true, 'product'],
    ['is the fault of what the runner stands in while it reaches nothing', false, 'environment'],
  ])('%s', async (_, isOut, expected) => {
    const asked = { ...silent, url: `${base}/silent` };
    const { fault } = await run(asked, { timeoutMs: 100 }, () => Promise.resolve(isOut));
    expect(fault?.class).toBe(expected);
  });
  test('an answer, be it a refused connection, is never blamed on the runner', async () => {
    const asked: string[] = [];
    const wayOut = () => {
      asked.push('asked');
      return Promise.resolve(false);
    };
    expect((await run(web('/broken'), {}, wayOut)).fault?.class).toBe('product');
    expect((await run({ type: 'tcp', host: '127.0.0.1', port: 1 }, {}, wayOut)).fault?.class).toBe('product');
    expect(asked).toEqual([]);
  });

  test.each<[string, () => ReturnType<typeof run>, boolean]>([
    ['a closed door', async () => run({ type: 'http', url: 'http://127.0.0.1:1/' }), true],
    ['a closed door of a tcp monitor', async () => run({ type: 'tcp', host: '127.0.0.1', port: 1 }), true],
    ['silence', async () => run(web('/silent'), { timeoutMs: 100 }), true],
    ['a bad answer', async () => run(web('/broken')), false],
    ['a fault of the check', async () => run(web('/metadata')), false],
  ])('says of %s whether anything answered', async (_, go, unanswered) => {
    expect((await go()).fault?.unanswered).toBe(unanswered);
  });
});

describe('tcp', () => {
  test('connects and looks at what comes back', async () => {
    const probe = { type: 'tcp', host: '127.0.0.1', port: mailPort };
    expect((await run({ ...probe, expect: { matches: '^220 ' } })).verdict).toBe('passed');
    expect((await run({ ...probe, expect: { matches: '^250 ' } })).error?.message).toBe(
      'the answer does not match /^250 /',
    );
    expect((await run({ ...probe, port: 1 })).fault?.class).toBe('product');
  });
});

describe('promql', () => {
  const promql = (query: string, condition: object, parts: object = {}) =>
    run({ type: 'promql', server: base, query, condition, ...parts });
  const above = (value: number) => ({ type: 'threshold', direction: 'above', value });

  test.each([
    ['below its threshold', 'up', above(50), null],
    ['beyond its threshold', 'up', above(40), 'product'],
    ['no data', 'empty', above(40), 'product'],
    ['a query that cannot be read', 'bad(', above(40), 'test'],
    ['a server that does not answer queries', 'down', above(40), 'environment'],
    ['both windows burn', 'bad[{{window}}]', { type: 'burn-rate', objectivePercent: 99.9 }, 'product'],
    ['the budget burns slowly', 'bad[{{window}}]', { type: 'burn-rate', objectivePercent: 99 }, null],
  ])('%s', async (_, query, condition, fault) => {
    expect((await promql(query, condition)).fault?.class ?? null).toBe(fault);
  });

  test('a slow burn is told ahead, with when a whole budget is gone, and is no failure', async () => {
    const condition = { type: 'burn-rate', objectivePercent: 99, factor: 1, tells: 'imminent' };
    const { verdict, imminent } = await promql('bad[{{window}}]', condition);
    expect(verdict).toBe('passed');
    expect(imminent?.what).toBe(
      'The error budget of 99 % burns 2× over 1h and 3× over 5m: a whole one, of 30 days, is gone in about 15 days (10 to 15)',
    );
    const days = (at: string | null | undefined) =>
      Math.round((Date.parse(at ?? '') - Date.now()) / 86_400_000);
    expect([imminent?.likelyAt, imminent?.earliestAt, imminent?.latestAt].map(days)).toEqual([15, 10, 15]);
  });

  test('a query that takes too long is given up and says nothing about the product', async () => {
    const probed = { type: 'promql', server: base, query: 'endless', condition: above(40) };
    const report = await run(probed, { timeoutMs: 200 });
    expect(report.fault?.class).toBe('environment');
    expect(report.error?.message).toMatch(/200 ms|time/i);
    expect(report.fault?.why).toContain(
      'did not answer in time: it is away or overloaded, or the query asks',
    );
  });

  test('one that the server itself gives up is told as such, with what to do', async () => {
    const { fault, error } = await promql('costly', above(40));
    expect(fault).toMatchObject({ class: 'environment' });
    expect(fault?.why).toContain('gave the query up, since it took too long');
    expect(error?.message).toContain('query timed out in expression evaluation');
  });

  test('a server that is away says nothing about the product', async () => {
    const report = await promql('up', above(40), { server: 'http://127.0.0.1:1' });
    expect(report.fault).toMatchObject({
      class: 'environment',
      why: 'The metrics server cannot be reached.',
    });
  });

  test('a line that will cross its limit is imminent, with when', async () => {
    const forecast = { type: 'forecast', limit: 100, withinHours: 8 };
    const report = await promql('disk', forecast, { unit: '%' });
    expect(report.verdict).toBe('passed');
    expect(report.imminent?.what).toMatch(/^It will be above 100 % in about 5 h/);
    expect((await promql('disk', { ...forecast, withinHours: 2 })).imminent).toBeNull();
  });
});
