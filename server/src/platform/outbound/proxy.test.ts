import { mkdtemp, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { certificate, certificateKey } from '@fieldmarshal/runner/testing/certificate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { guardedFetch } from './http-client.ts';
import { configureOutbound, proxyFor, tlsOptionsFor } from './outbound-settings.ts';
import { guardedSend } from './socket.ts';

const nothing = {
  ...{ proxy: undefined, noProxy: undefined, caFile: undefined },
  ...{ clientCertFile: undefined, clientKeyFile: undefined, clientCertHosts: undefined },
};
const secured = { cert: certificate, key: certificateKey, requestCert: true, rejectUnauthorized: false };

/** What the proxy was asked for, and with which credentials. */
const asked: { what: string; as: string | undefined }[] = [];
const plain = http.createServer((request, response) => response.end(`plain ${request.headers.host}`));
const far = https.createServer(secured, (request, response) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it serves TLS
  const shown = (request.socket as TLSSocket).getPeerCertificate();
  response.end(`far ${request.headers.host} ${Object.keys(shown).length > 0 ? 'knows us' : 'sees nobody'}`);
});
/** Knows one name, as proxies of closed networks do: `shop.test` is here. */
const proxy = http.createServer((request, response) => {
  asked.push({ what: `${request.method} ${request.url}`, as: request.headers['proxy-authorization'] });
  http.get({ ...portOf(plain), headers: request.headers }, (answer) => answer.pipe(response));
});
proxy.on('connect', (request, socket: net.Socket) => {
  asked.push({ what: `CONNECT ${request.url}`, as: request.headers['proxy-authorization'] });
  if (request.url !== 'shop.test:443') return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  const tunnel = net.connect(portOf(far), () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    tunnel.pipe(socket).pipe(tunnel);
  });
  return tunnel.on('error', () => socket.destroy());
});
let files: string;

function portOf(server: net.Server): { host: string; port: number } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

beforeAll(async () => {
  for (const server of [plain, far, proxy])
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  files = await mkdtemp(join(tmpdir(), 'fm-outbound-'));
  await writeFile(join(files, 'cert.pem'), certificate);
  await writeFile(join(files, 'key.pem'), certificateKey);
});
afterEach(() => {
  asked.length = 0;
  configureOutbound(nothing);
});
afterAll(() => {
  for (const server of [plain, far, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

const through = (): string => `http://me:secret@127.0.0.1:${portOf(proxy).port}`;
const ca = (): { caFile: string } => ({ caFile: join(files, 'cert.pem') });

async function get(url: string, allowPrivate = false): Promise<string> {
  const request = { url, method: 'GET' as const, headers: {}, timeoutMs: 5_000, responseBytesMax: 1_000 };
  return (await guardedFetch({ ...request, allowPrivate })).body;
}

describe('through a proxy', () => {
  test('https goes by a tunnel that the proxy cannot look into, to a name that only it knows', async () => {
    configureOutbound({ ...nothing, ...ca(), proxy: through() });
    expect(await get('https://shop.test/x')).toBe('far shop.test sees nobody');
    const credentials = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(asked).toEqual([{ what: 'CONNECT shop.test:443', as: credentials }]);
  });

  test('plain http names the whole address', async () => {
    configureOutbound({ ...nothing, proxy: through() });
    expect(await get('http://shop.test/a?b')).toBe('plain shop.test');
    expect(asked[0]?.what).toBe('GET http://shop.test/a?b');
  });

  test('what the certificate does not vouch for is refused as without one', async () => {
    configureOutbound({ ...nothing, proxy: through() });
    await expect(get('https://shop.test/')).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test.each(['http://169.254.169.254/latest', 'https://10.0.0.1/', 'http://[::ffff:10.0.0.1]/'])(
    '%s is refused before the proxy hears of it',
    async (url) => {
      configureOutbound({ ...nothing, proxy: through() });
      await expect(get(url)).rejects.toMatchObject({ kind: 'refused-address' });
      expect(asked).toEqual([]);
    },
  );

  test('what the proxy refuses is told as it answered, without its password', async () => {
    configureOutbound({ ...nothing, proxy: through() });
    const refusal = get('https://other.test/');
    await expect(refusal).rejects.toThrow(/through the proxy 127.0.0.1:\d+: the proxy answered 403/);
    await expect(refusal).rejects.not.toThrow(/secret/);
  });

  test.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['id.corp.example', true],
    ['corp.example', true],
    ['notcorp.example', false],
    ['10.20.255.1', true],
    ['10.21.0.1', false],
    ['fd12::1', true],
    ['wiki.example.net', true],
    ['example.org', false],
  ])('%s is reached directly: %s', (host, direct) => {
    configureOutbound({
      ...nothing,
      proxy: through(),
      noProxy: '.corp.example, 10.1.2.3, 10.20.0.0/16, FD00::/8, wiki.example.net:8443',
    });
    expect(proxyFor(host) === null).toBe(direct);
  });
});

describe('certificates', () => {
  test('the one of this server is shown to the hosts that are named, and to nobody else', async () => {
    const client = { clientCertFile: join(files, 'cert.pem'), clientKeyFile: join(files, 'key.pem') };
    configureOutbound({ ...nothing, ...ca(), ...client, proxy: through(), clientCertHosts: 'shop.test' });
    expect(await get('https://shop.test/')).toBe('far shop.test knows us');
    expect(tlsOptionsFor('shop.test.evil.example').cert).toBeUndefined();
  });

  test.each([
    [{ noProxy: '10.0.0.0/33' }, /FIELDMARSHAL_NO_PROXY: "10.0.0.0\/33" is neither/],
    [{ noProxy: 'corp.example/8' }, /FIELDMARSHAL_NO_PROXY/],
    [{ proxy: 'http://me:100%@proxy:3128' }, /FIELDMARSHAL_PROXY: a % in its/],
    [{ caFile: '/nowhere/ca.pem' }, /FIELDMARSHAL_CA_FILE: cannot be read/],
    [{ clientCertFile: '/x' }, /FIELDMARSHAL_CLIENT_KEY_FILE: is needed/],
    [{ clientCertFile: '/x', clientKeyFile: '/x' }, /FIELDMARSHAL_CLIENT_CERT_HOSTS/],
  ])('a setting that cannot work is named: %j', (settings, message) => {
    expect(() => configureOutbound({ ...nothing, ...settings })).toThrow(message);
  });
});

test('bytes over a connection of their own are sent when the other side has them all', async () => {
  let taken = '';
  const sink = net.createServer((socket) => socket.on('data', (part) => (taken += part.toString())));
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done));
  const target = { ...portOf(sink), secure: false, timeoutMs: 5_000 };
  await guardedSend({ ...target, allowPrivate: true }, Buffer.from('x'.repeat(100_000)));
  expect(taken).toHaveLength(100_000);
  await expect(guardedSend({ ...target, allowPrivate: false }, Buffer.from('x'))).rejects.toMatchObject({
    kind: 'refused-address',
  });
  sink.close();
  await expect(guardedSend({ ...target, allowPrivate: true }, Buffer.from('x'))).rejects.toMatchObject({
    kind: 'unreachable',
  });
});
