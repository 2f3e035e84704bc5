import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Whether a request was meant for this page: its Host is of loopback (no rebound name), and it does not come from another
 * site's page.
 */
export function isOwnRequest(req: IncomingMessage): boolean {
  const { host, origin } = req.headers;
  if (!host || !loopbackHost.test(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export function refuseForeign(res: ServerResponse): void {
  res.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
  res.end('This page answers only to itself, on this machine.\n');
}

/** Listens on 127.0.0.1; answers the port, which differs from the one asked for only when that was 0. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

/** Stops at once: whoever is still connected is cut off. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
