import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardedFetch, type OutboundRequest } from './http-client.ts';

const server = http.createServer((request, response) => {
  if (request.url === '/silent') return;
  if (request.url === '/endless') {
    response.writeHead(200);
    const feed = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
    };
    response.on('drain', feed);
    feed();
    return;
  }
  response.end(`host ${request.headers.host}`);
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

async function get(url: string, parts: Partial<OutboundRequest> = {}) {
  return guardedFetch({
    url,
    method: 'GET',
    headers: {},
    timeoutMs: 5_000,
    responseBytesMax: 100,
    allowPrivate: true,
    ...parts,
  });
}

describe('the outbound client', () => {
  test('connects to what the name resolves to and keeps the name in Host', async () => {
    const { status, body } = await get(`http://localhost:${port}/`);
    expect({ status, body }).toEqual({ status: 200, body: `host localhost:${port}` });
  });

  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://[::1]',
    'http://0x7f.1',
    'http://2130706433',
    'http://[::ffff:127.0.0.1]',
  ])('refuses %s when private addresses are not allowed', async (origin) => {
    await expect(get(`${origin}:${port}/`, { allowPrivate: false })).rejects.toMatchObject({
      kind: 'refused-address',
    });
  });

  test.each(['ftp://example.org/', 'file:///etc/passwd', 'not a url', 'http://user:pw@example.org/'])(
    'refuses %s',
    async (url) => {
      await expect(get(url)).rejects.toMatchObject({ kind: 'bad-address' });
    },
  );

  test('gives up in time, and says that everything was sent', async () => {
    const asking = get(`http://127.0.0.1:${port}/silent`, { timeoutMs: 150, method: 'POST', body: '{}' });
    await expect(asking).rejects.toMatchObject({ kind: 'timeout', bodySent: true });
  });

  test('reads no more than it was told to', async () => {
    const { body } = await get(`http://127.0.0.1:${port}/endless`);
    expect(body).toHaveLength(100);
  });

  test('says that nothing was sent where nobody listens', async () => {
    await expect(get('http://127.0.0.1:1/', { method: 'POST', body: '{}' })).rejects.toMatchObject({
      kind: 'unreachable',
      bodySent: false,
    });
  });
});
