import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { guardedFetch } from './http-client.ts';

/** A name server in the hands of an attacker: what a name leads to, one answer after the other. */
const answers: { address: string; family: number }[][] = [];
const asked: string[] = [];
vi.mock('node:dns/promises', () => ({
  lookup: async (name: string) => {
    asked.push(name);
    return answers.shift() ?? [{ address: '169.254.169.254', family: 4 }];
  },
}));

const server = http.createServer((request, response) => {
  if (request.url === '/moved') return response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  return response.end(`host ${request.headers.host}`);
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = async (url: string, allowPrivate = true) =>
  guardedFetch({ url, method: 'GET', headers: {}, timeoutMs: 5_000, responseBytesMax: 1_000, allowPrivate });

test('a name is looked up once, and what was checked is what is connected to', async () => {
  answers.push([{ address: '127.0.0.1', family: 4 }]);
  const { body } = await get(`http://rebinding.example:${port}/`);
  expect(body).toBe(`host rebinding.example:${port}`);
  expect(asked.splice(0)).toEqual(['rebinding.example']);
});

test('a name with one address that may not be reached is refused, also behind one that may', async () => {
  answers.push([
    { address: '127.0.0.1', family: 4 },
    { address: '::ffff:169.254.169.254', family: 6 },
  ]);
  await expect(get(`http://two.example:${port}/`)).rejects.toMatchObject({ kind: 'refused-address' });
});

test('a redirect is an answer, and is not followed', async () => {
  answers.push([{ address: '127.0.0.1', family: 4 }]);
  expect(await get(`http://moved.example:${port}/moved`)).toMatchObject({ status: 302 });
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://0.0.0.0/',
  'http://[::]/',
  'http://metadata.example/',
])('%s is not reached even where private addresses are allowed', async (url) => {
  await expect(get(url)).rejects.toMatchObject({ kind: 'refused-address' });
});
