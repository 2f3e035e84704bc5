import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { audit } from '../append.ts';
import { auditRetention } from '../trim.ts';
import { verifyAudit } from '../verify.ts';
import { receiversOf } from './receivers.ts';
import { auditStream, auditStreamNotice, readAuditStreams } from './stream.ts';

const dayMs = 86_400_000;
let status = 200;
const bodies: string[] = [];
const collector = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    if (status === 200 && request.headers.authorization === 'Bearer a-token-of-the-collector')
      bodies.push(body);
    response.writeHead(status).end();
  });
});
let syslog = '';
const syslogServer = net.createServer((socket) => socket.on('data', (part) => (syslog += part.toString())));
let env: TestEnv;

const portOf = (server: net.Server): number => {
  const address = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on TCP
  return address.port;
};
const record = async (subject: string): Promise<void> =>
  inTransaction(as(env, 'mira'), async (tx) => audit(tx, { action: 'incident.noted', subject }));
const run = async (): Promise<void> => auditStream.run(systemCtx(env, 'test'), {});
const trim = async (): Promise<void> => auditRetention.run(systemCtx(env, 'test'), {});
const received = (): number[] =>
  bodies
    .join('')
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { seq: number }).seq); // oxlint-disable-line typescript/no-unsafe-type-assertion

beforeAll(async () => {
  for (const server of [collector, syslogServer])
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(async () => {
  [status, bodies.length, syslog] = [200, 0, ''];
  const web = `http://127.0.0.1:${portOf(collector)}/audit?secret=1`;
  env = await testEnv({
    config: {
      auditStream: `${web}, syslog+tcp://127.0.0.1:${portOf(syslogServer)}`,
      ...{ auditStreamToken: 'a-token-of-the-collector', keepAuditDays: 30 },
    },
  });
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
  syslogServer.close();
});

test('each receiver gets every row once, in order, and nothing is sent again', async () => {
  for (const subject of ['INC-1', 'INC-2', 'INC-3']) await record(subject);
  await run();
  await record('INC-4');
  await run();
  await run();
  expect(received()).toEqual([1, 2, 3, 4]);
  const messages = [
    ...syslog.matchAll(
      /\d+ <109>1 \S+ 127\.0\.0\.1 fieldmarshal - incident\.noted \[audit@32473 seq="(\d)"/g,
    ),
  ];
  expect(messages.map((match) => match[1])).toEqual(['1', '2', '3', '4']);
});

test('what a receiver did not take waits, says so, and holds up no other receiver', async () => {
  await record('INC-1');
  status = 503;
  await run();
  expect(syslog).toContain('seq="1"');
  const { items } = await readAuditStreams(as(env, 'lead', ['lead']));
  expect(items[0]).toMatchObject({ sentSeq: 0, newestSeq: 1, failure: 'it answered 503' });
  expect(JSON.stringify(items)).not.toContain('secret=1');
  expect(await auditStreamNotice(env)).toBeNull();
  await env.fastForward(20 * 60_000);
  expect(await auditStreamNotice(env)).toMatch(/cannot be sent to http:.*503.*Nothing is lost/);
  status = 200;
  await record('INC-2');
  await run();
  expect(received()).toEqual([1, 2]);
  expect(await auditStreamNotice(env)).toBeNull();
});

test('rows go after their time, but not before every receiver has them, and the rest is still proved', async () => {
  for (const subject of ['INC-1', 'INC-2', 'INC-3']) await record(subject);
  await env.fastForward(31 * dayMs);
  await record('INC-4');
  status = 503;
  await run();
  await trim();
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 4, anchor: null, broken: null });
  status = 200;
  await run();
  await trim();
  const verdict = await verifyAudit(env.databases.web);
  // Three went; INC-4 and the row that records their going are left.
  expect(verdict).toMatchObject({ entries: 2, headSeq: 5, anchor: { seq: 3 }, broken: null });
  await trim();
  await record('INC-5');
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 3, headSeq: 6, broken: null });
});

test.each([
  [
    'an anchor that nobody recorded',
    `update audit_anchor set hash = sha256('x')`,
    'is not what was recorded',
  ],
  [
    'rows cut off before a made-up anchor',
    `update audit_anchor set seq = 3, hash = (select hash from audit where seq = 3);
    set fieldmarshal.audit_change = 'trim'; delete from audit where seq <= 3; reset fieldmarshal.audit_change`,
    'no row records',
  ],
])('%s is found', async (_what, tampering, why) => {
  await record('INC-1');
  await env.fastForward(31 * dayMs);
  await record('INC-2');
  await run();
  await trim();
  await record('INC-3');
  await env.databases.pools.worker.query(tampering);
  expect((await verifyAudit(env.databases.web)).broken?.why).toContain(why);
});

test('the newest row stays in any case, since the next one follows from it', async () => {
  await record('INC-1');
  await env.fastForward(31 * dayMs);
  await run();
  await trim();
  await record('INC-2');
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 2, headSeq: 2, broken: null });
  await expect(sql`delete from audit`.execute(env.databases.web)).rejects.toThrow('append-only');
});

test.each([
  'ftp://x',
  'nonsense',
  'https://user:pw@x',
  'https://x/in?of=a, https://x/in?of=b',
  Array.from({ length: 6 }, () => 'https://x').join(),
])('an address that cannot be used ends the start: %s', (auditStream) => {
  expect(() => receiversOf({ ...env.config, auditStream })).toThrow('FIELDMARSHAL_AUDIT_STREAM');
});
