import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What monitors look at: answers 200 at once, or 503 for the paths that are broken, and counts. */
export interface Target {
  readonly url: string;
  readonly port: number;
  hits(): number;
  breakPath(path: string): void;
  stop(): void;
}

export async function startTarget(): Promise<Target> {
  const broken = new Set<string>();
  let hits = 0;
  const server = createServer((req, res) => {
    hits += 1;
    if (broken.has(req.url ?? '')) res.writeHead(503).end('broken');
    else res.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  });
  server.listen(0, '127.0.0.1', 4096);
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    hits: () => hits,
    breakPath: (path) => void broken.add(path),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
