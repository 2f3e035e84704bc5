import { createServer } from 'node:http';
import { freePort } from '../subject.ts';

/** A page as it arrived: which one (`r0s1` is the second step of the first walk), and when, by this machine's clock. */
interface Arrival {
  readonly page: string;
  readonly ring: string;
  /** The same for every attempt of the same page. */
  readonly id: string;
  readonly at: number;
}

export interface Sink {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  close(): Promise<void>;
}

/** A receiver of pages by webhook that answers at once and remembers what came when. */
export async function openSink(): Promise<Sink> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const at = Date.now();
    const id = String(request.headers['webhook-id']);
    const [page = '', , ring = ''] = id.split('.');
    if (page.startsWith('PG-')) arrivals.push({ page, ring, id, at });
    request.resume().once('end', () => response.end());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/`,
    arrivals,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
