import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { order as orderSchema, probe } from '@fieldmarshal/contract/checks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificate, certificateKey } from '../testing/certificate.ts';
import { runMonitor } from './run-monitor.ts';

let tls: Server;
let names: Socket;
let port = 0;
let resolver = '';

beforeAll(async () => {
  tls = createServer({ cert: certificate, key: certificateKey }, (socket) => socket.end());
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
  ({ port } = tls.address() as AddressInfo);
  names = createSocket('udp4');
  names.on('message', (question, from) => names.send(answerTo(question), from.port, from.address));
  await new Promise<void>((resolve) => names.bind(0, '127.0.0.1', resolve));
  resolver = `127.0.0.1:${names.address().port}`;
});
afterAll(() => {
  tls.close();
  names.close();
});

/** RFC 1035: the question again, answered by 192.0.2.7 and 192.0.2.8 for a minute; a name that begins with "no" has none. */
function answerTo(question: Buffer): Buffer {
  const isKnown = question.toString('latin1', 13, 15) !== 'no';
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(isKnown ? 2 : 0, 6);
  header.writeUInt32BE(0, 8);
  const end = question.indexOf(0, 12) + 5;
  const record = (last: number) => [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, last];
  const answers = isKnown ? [...record(7), ...record(8)] : [];
  return Buffer.concat([header, question.subarray(12, end), Buffer.from(answers)]);
}

async function run(given: object) {
  return runMonitor(
    orderSchema.parse({
      id: '0198c000-0000-7000-8000-000000000000',
      ...{
        attempt: 1,
        leaseMs: 60_000,
        check: 'c',
        environment: 'eu',
        place: 'here',
        timeoutMs: 5_000,
        retries: 0,
      },
      dueAt: '2026-11-26T00:00:00Z',
      probe: probe.parse(given),
      ...{ bundle: null, variables: {}, secrets: {}, urlPatterns: [], privateRanges: ['127.0.0.0/8'] },
    }),
    new AbortController().signal,
  );
}
const measureOf = (report: Awaited<ReturnType<typeof run>>, name: string): number | undefined =>
  report.measures?.find((measure) => measure.name === name)?.value;

describe('a certificate', () => {
  const shown = () => ({ type: 'tls', host: '127.0.0.1', port, serverName: 'shop.test' });

  test('that lasts passes, and says how long it lasts', async () => {
    const report = await run({ ...shown(), verifyCertificate: false });
    expect(report).toMatchObject({ verdict: 'passed', fault: null, imminent: null });
    expect(measureOf(report, 'certificateDays')).toBeGreaterThan(3_650);
  });

  test('that nobody trusts is failing, and still says when it ends', async () => {
    const report = await run(shown());
    expect(report).toMatchObject({ verdict: 'failed', fault: { class: 'product' } });
    expect(report.error?.message).toMatch(/not trusted/);
    expect(measureOf(report, 'certificateDays')).toBeGreaterThan(3_650);
  });
});

describe('a name', () => {
  const asked = (parts: object = {}) => ({ type: 'dns', name: 'shop.test', resolver, ...parts });

  test('that is answered as it should passes, with how many answers came', async () => {
    const report = await run(asked({ includes: ['192.0.2.7', '192.0.2.8'], countMin: 2 }));
    expect(report).toMatchObject({ verdict: 'passed', fault: null });
    expect(measureOf(report, 'answers')).toBe(2);
  });

  test.each([
    ['lacks an answer', { includes: ['192.0.2.9'] }],
    ['has too few', { countMin: 3 }],
    ['does not exist', { name: 'nobody.test' }],
  ])('that %s is failing by the product', async (_, parts) => {
    expect(await run(asked(parts))).toMatchObject({ verdict: 'failed', fault: { class: 'product' } });
  });
});
