import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The static copy behind a plain web server of files, as any static host serves it: compressed where a reader takes that. */
export async function serveCopy(folder: string): Promise<{ readonly port: number; stop(): void }> {
  const pages = new Map<string, Buffer>();
  const fileOf = async (path: string): Promise<Buffer | null> => {
    const known = pages.get(path);
    if (known !== undefined) return known;
    const name = /\.[a-z]+$/.test(path) ? path : join(path, 'index.html');
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes === null) return null;
    const small = gzipSync(bytes);
    pages.set(path, small);
    return small;
  };
  const server = createServer((request, response) => {
    void fileOf(request.url ?? '/').then((bytes) => {
      if (bytes === null) return response.writeHead(404).end();
      const type = request.url?.endsWith('.svg') === true ? 'image/svg+xml' : 'text/html; charset=utf-8';
      const headers = { 'content-type': type, 'content-encoding': 'gzip', 'content-length': bytes.length };
      return response.writeHead(200, headers).end(bytes);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
