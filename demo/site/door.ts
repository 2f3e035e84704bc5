import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port of 127.0.0.1, or a socket in the file system, which both sides of a gap see. */
export type End = { readonly port: number } | { readonly path: string };

export interface Door {
  /** Where it listens, if that is a port. */
  readonly port: number | null;
  close(): Promise<void>;
}

/**
 * Hands on what comes to `from` to `to`, byte for byte: a screen and a keyboard on the other side of a gap. Whoever is behind it can answer
 * and cannot call.
 */
export async function openDoor(from: End, to: End): Promise<Door> {
  if ('path' in from) await rm(from.path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect('path' in to ? to : { ...to, host: '127.0.0.1' });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await listening(server, from);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : null,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function listening(server: Server, at: End): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen('path' in at ? at : { ...at, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
