import http from 'node:http';
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import { tlsOptionsFor } from './outbound-settings.ts';

/** What a request needs to go through a proxy: another host, and for https a connection of its own. */
interface ProxyOptions {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly agent?: http.Agent | false | undefined;
  readonly createConnection?: () => Socket;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How to send a request for `url` through the proxy: plain http by naming the whole address, https through a tunnel in which the far
 * side shows its certificate, so that the proxy reads nothing. Throws an Error with the proxy's answer where it makes no tunnel.
 */
export async function throughProxy(proxy: URL, url: URL, signal: AbortSignal): Promise<ProxyOptions> {
  const port = Number(proxy.port === '' ? '80' : proxy.port);
  const host = bare(proxy.hostname);
  const credentials = authorization(proxy);
  if (url.protocol === 'http:') return { host, port, path: url.href, agent: false, headers: credentials };
  const socket = await tunnel({ host, port, headers: credentials }, url, signal);
  const secured = await tlsOver(socket, bare(url.hostname), signal);
  // Without an agent: one would make a connection of its own.
  return { agent: undefined, createConnection: () => secured, headers: {} };
}

async function tlsOver(socket: Socket, host: string, signal: AbortSignal): Promise<Socket> {
  const secured = tls.connect({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...tlsOptionsFor(host),
  });
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => secured.destroy(new Error('too late')), { once: true });
    secured.once('error', reject);
    secured.once('secureConnect', () => {
      secured.off('error', reject);
      resolve(secured);
    });
  });
}

interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

async function tunnel({ host, port, headers }: Proxy, url: URL, signal: AbortSignal): Promise<Socket> {
  const authority = `${url.hostname}:${url.port === '' ? '443' : url.port}`;
  const asking = http.request({
    ...{ host, port, method: 'CONNECT', path: authority, agent: false, signal },
    headers: { ...headers, host: authority },
  });
  return new Promise((resolve, reject) => {
    asking.on('error', reject);
    asking.on('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) resolve(socket);
      else {
        socket.destroy();
        reject(new Error(`the proxy answered ${statusCode}`));
      }
    });
    asking.on('response', ({ statusCode = 0 }) => {
      asking.destroy();
      reject(new Error(`the proxy answered ${statusCode}`));
    });
    asking.end();
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function bare(hostname: string): string {
  return hostname.replaceAll(/[[\]]/g, '');
}
