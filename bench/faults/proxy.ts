import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../subject.ts';

/** A way to the database that can be cut. */
export interface Proxy {
  readonly port: number;
  /** While set, a connection is cut as soon as its COMMIT has been passed on: nobody hears whether it was done. */
  cutsCommits: boolean;
  /** While set, nobody reaches the database. */
  isDown: boolean;
  /** Commits that were cut. */
  readonly cuts: number;
  close(): void;
}

/** From a port of loopback to the Unix socket of a PostgreSQL. */
export async function openProxy(socketPath: string): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isDown = false;
  const proxy = {
    cutsCommits: false,
    cuts: 0,
    get isDown() {
      return isDown;
    },
    set isDown(down: boolean) {
      isDown = down;
      if (down) for (const socket of sockets) socket.destroy();
    },
  };
  const server = createServer((client) => {
    if (isDown) return client.destroy();
    const database = connect(socketPath);
    const both = [client, database];
    const end = (): void => both.forEach((socket) => void socket.destroy());
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', end).on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const isCommit = proxy.cutsCommits && /commit\0/i.test(chunk.toString('latin1'));
      database.write(chunk, () => {
        if (!isCommit) return;
        proxy.cuts += 1;
        // The answer must not get through, the commit must: PostgreSQL has it in its socket by now.
        client.destroy();
      });
    });
    return database.on('data', (chunk: Buffer) => void client.write(chunk));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
}
