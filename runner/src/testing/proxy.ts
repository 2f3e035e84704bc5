import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy as closed networks have: it alone knows the name of the server, and lets nobody through without a password. */
export interface Proxy {
  /** With the password. */
  readonly url: string;
  /** By which the server is reached, through it only. */
  readonly name: string;
  /** Requests and tunnels that it let through. */
  passed: number;
  /** Of those that it turned away for want of the password. */
  turnedAway: number;
  /** Answers everything with a page of its own. */
  page: number | null;
  close(): Promise<void>;
}

const user = 'runner';
const password = 's3cret';
const name = 'fieldmarshal.inside.test';

/** Leads to a port of this machine. */
export async function startProxy(port: number): Promise<Proxy> {
  const refusal = ({ headers }: IncomingMessage): number | null => {
    const given = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (proxy.page !== null) return proxy.page;
    if (headers['proxy-authorization'] === given) return null;
    proxy.turnedAway += 1;
    return 407;
  };
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, answer) => {
    const status = refusal(incoming) ?? (URL.parse(incoming.url ?? '')?.hostname === name ? null : 502);
    if (status !== null)
      return answer.writeHead(status, { 'content-type': 'text/html' }).end('<p>Sorry.</p>');
    proxy.passed += 1;
    const { pathname = '/', search = '' } = URL.parse(incoming.url ?? '') ?? {};
    const onwards = ask(
      {
        host: '127.0.0.1',
        port,
        path: `${pathname}${search}`,
        method: incoming.method,
        headers: incoming.headers,
      },
      (response) => response.pipe(answer.writeHead(response.statusCode ?? 502, response.headers)),
    );
    onwards.on('error', () => answer.destroy());
    return incoming.pipe(onwards);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    const status = refusal(incoming) ?? (incoming.url?.startsWith(`${name}:`) ? null : 502);
    if (status !== null)
      return socket.end(`HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\n\r\n<p>Sorry.</p>`);
    proxy.passed += 1;
    const tunnel = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const one of [tunnel, socket]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => socket.destroy() && tunnel.destroy());
    }
    return tunnel;
  });
  const proxy: Proxy = {
    url: '',
    name,
    passed: 0,
    turnedAway: 0,
    page: null,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const { port: own } = server.address() as AddressInfo;
  return Object.assign(proxy, { url: `http://${user}:${password}@127.0.0.1:${own}` });
}
