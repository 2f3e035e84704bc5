import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const held = new WeakSet<Socket>();

/** Whether the connection is held back: what was read of it before is neither looked at nor answered. */
export function isHeldBack({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  return held.has(socket);
}

/**
 * Reads nothing more from the connection once its answer is out, and closes it after `pauseMs`: a flood waits at its sender, and of what
 * was read with the first request, hundreds where they are pipelined, nothing is done. The answer must not say `connection: close`, with
 * which Node ends it at once, and the flood opens the next one. Paused only then: with the end of an answer Node reads on by itself, also on a connection that was paused before.
 */
export function holdBack(
  { socket }: Pick<IncomingMessage, 'socket'>,
  response: ServerResponse,
  pauseMs: number,
): void {
  held.add(socket);
  setTimeout(() => socket.destroy(), pauseMs).unref();
  response.once('finish', () => setImmediate(() => socket.pause()));
}
