import http from 'node:http';

/** What the server answers to a path (with its query) and, for GraphQL, a body; undefined is a 404. */
export type Answer = (path: string, body: string) => unknown;

export interface SourceServer {
  readonly url: string;
  /** In order; with the key they carried. */
  readonly asked: { readonly path: string; readonly key: string }[];
  /** The next answers are these statuses, with `Retry-After` and this body, before the real ones follow. */
  refuse(statuses: readonly number[], retryAfter: string, body?: unknown): void;
  close(): void;
}

/** A real HTTP server that answers as the documented API of a source does. */
export async function sourceServer(answer: Answer): Promise<SourceServer> {
  const asked: { path: string; key: string }[] = [];
  const refusals: { status: number; retryAfter: string; body: unknown }[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, key: String(request.headers.authorization) });
      const refusal = refusals.shift();
      if (refusal) {
        response.writeHead(refusal.status, { 'retry-after': refusal.retryAfter });
        response.end(JSON.stringify(refusal.body));
        return;
      }
      const found = answer(path, body);
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { message: 'not found' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    refuse: (statuses, retryAfter, body) =>
      void refusals.push(...statuses.map((status) => ({ status, retryAfter, body }))),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
