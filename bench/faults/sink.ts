import { createServer, type ServerResponse } from 'node:http';
import { freePort } from '../subject.ts';

/** A page that came: of which alert, under which id, with what, when by this machine's clock. */
export interface Arrival {
  readonly alert: string;
  readonly id: string;
  readonly body: string;
  readonly at: number;
}

export interface Sink {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** What it does with the next page: take it, keep it without ever answering, refuse it, or cut the connection before anything is read. */
  behaviour: 'take' | 'hold' | 'refuse' | 'cut';
  close(): Promise<void>;
}

/** What names an alert of the load in a page of it. */
export const mark = /fault-\d+-\d+/;

/** A receiver of pages by webhook that can be told to misbehave; what it holds has arrived. */
export async function openSink(): Promise<Sink> {
  const arrivals: Arrival[] = [];
  const sink = { behaviour: 'take' as Sink['behaviour'] };
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (sink.behaviour === 'cut') {
      request.socket.destroy();
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (sink.behaviour === 'refuse') return response.writeHead(503).end();
      const alert = mark.exec(body)?.[0];
      if (alert !== undefined)
        arrivals.push({ alert, id: String(request.headers['webhook-id']), body, at: Date.now() });
      if (sink.behaviour === 'hold') return held.add(response);
      return response.writeHead(204).end();
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(sink, {
    url: `http://127.0.0.1:${port}/`,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
