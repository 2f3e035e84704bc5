import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const held = new WeakSet<Socket>();

/**
 * Reads nothing more from the connection for `pauseMs` once its answer is out, so that a flood waits at its sender. Only then: with the
 * end of an answer Node reads on by itself, also on a connection that was paused before.
 */
export function holdBack(
  { socket }: Pick<IncomingMessage, 'socket'>,
  response: ServerResponse,
  pauseMs: number,
): void {
  if (held.has(socket)) return;
  held.add(socket);
  response.once('finish', () =>
    setImmediate(() => {
      socket.pause();
      setTimeout(() => {
        held.delete(socket);
        socket.resume();
      }, pauseMs).unref();
    }),
  );
}
