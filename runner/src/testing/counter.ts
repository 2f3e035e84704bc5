import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  pullInput,
  resultsInput,
  runnerPath,
  type NewRunReport,
  type Order,
} from '@fieldmarshal/contract/checks';

/** The server's side of the protocol of runners, in memory: what it took, how often, and in which order. */
export interface Counter {
  readonly url: string;
  /** Handed out with the next pulls. */
  readonly orders: Order[];
  /** Ids in the order in which they were taken; a run that is sent again is not there twice. */
  readonly taken: string[];
  readonly reports: Map<string, NewRunReport>;
  readonly artefacts: Map<string, Buffer>;
  /** Requests of reports, also of those that it had already. */
  deliveries: number;
  /** While true every request is answered with 503. */
  isAway: boolean;
  /** Reports are taken and the connection is cut before the answer, so many times. */
  answersLost: number;
  /** Statuses that a page of somebody else answers with, one for each request of reports, before any reaches the server. */
  readonly pagesInstead: number[];
  /** A longer body is refused as a proxy does it. */
  bodyBytesMax: number;
  /** Uploads of artefacts are not answered until {@link Counter.release}. */
  holdsArtefacts: boolean;
  artefactsBegun: number;
  release(): void;
  /** Resolves when so many were taken. */
  untilTaken(count: number): Promise<void>;
  addBundle(bytes: Buffer): string;
  /** Cuts every connection: what a killed runner had still asked for is answered to nobody. */
  disconnect(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  /** By default that of the server itself. */
  readonly type?: string;
}

export const counterToken = 'fmr_test';

// oxlint-disable-next-line max-lines-per-function
export async function startCounter(): Promise<Counter> {
  const bundles = new Map<string, Buffer>();
  const watchers = new Set<() => void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const server = createServer((req, res) => {
    void answer(req).then(
      ({ status, body, type = status < 400 ? 'application/json' : 'application/problem+json' }) => {
        if (body === 'cut') req.socket.destroy();
        else res.writeHead(status, { 'content-type': type }).end(body);
        return undefined;
      },
      () => res.writeHead(400).end(),
    );
  });

  const answer = async (req: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(req);
    if (body.length > counter.bodyBytesMax) return { status: 413, body: 'Too large.', type: 'text/html' };
    const path = (req.url ?? '').slice(runnerPath.length + 1);
    if (req.headers.authorization !== `Bearer ${counterToken}`)
      return { status: 401, body: 'Unknown token.' };
    if (counter.isAway) return { status: 503, body: 'Away.' };
    if (path === 'pull') return pulled(body);
    if (path === 'renew') return { status: 200, body: JSON.stringify({ leaseMs: 60_000, ended: [] }) };
    if (path === 'results') {
      const status = counter.pagesInstead.shift();
      return status === undefined ? took(body) : { status, body: '<p>Sorry.</p>', type: 'text/html' };
    }
    const artefact = /^runs\/([^/]+)\/artefacts\/(.+)$/.exec(path);
    if (artefact) {
      counter.artefactsBegun += 1;
      if (counter.holdsArtefacts) await released;
      counter.artefacts.set(`${artefact[1]}/${artefact[2]}`, body);
      return { status: 200, body: '{}' };
    }
    const bundle = bundles.get(/^bundles\/(.+)$/.exec(path)?.[1] ?? '');
    return bundle ? { status: 200, body: bundle } : { status: 404, body: 'There is no such thing.' };
  };

  const pulled = (body: Buffer): { status: number; body: string } => {
    const { wants } = pullInput.parse(JSON.parse(body.toString('utf8')));
    const orders = counter.orders.splice(0, wants.e2e + wants.monitors);
    const runner = { id: 'r', name: 'r', place: 'here' };
    return { status: 200, body: JSON.stringify({ runner, clock: new Date().toISOString(), orders }) };
  };

  const took = (body: Buffer): { status: number; body: string } => {
    const { reports } = resultsInput.parse(JSON.parse(body.toString('utf8')));
    counter.deliveries += 1;
    for (const report of reports) {
      if (!counter.reports.has(report.id)) counter.taken.push(report.id);
      counter.reports.set(report.id, report);
    }
    for (const watcher of watchers) watcher();
    if (counter.answersLost > 0) {
      counter.answersLost -= 1;
      return { status: 0, body: 'cut' };
    }
    return { status: 200, body: JSON.stringify({ taken: reports.map(({ id }) => id), refused: [] }) };
  };

  const counter: Counter = {
    url: '',
    orders: [],
    taken: [],
    reports: new Map(),
    artefacts: new Map(),
    deliveries: 0,
    isAway: false,
    answersLost: 0,
    pagesInstead: [],
    bodyBytesMax: Infinity,
    holdsArtefacts: false,
    artefactsBegun: 0,
    release,
    untilTaken: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (counter.taken.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    addBundle: (bytes) => {
      const digest = createHash('sha256').update(bytes).digest('hex');
      bundles.set(digest, bytes);
      return digest;
    },
    disconnect: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return Object.assign(counter, { url: `http://127.0.0.1:${portOf(server)}` });
}

function portOf(server: Server): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (server.address() as AddressInfo).port;
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-argument
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
