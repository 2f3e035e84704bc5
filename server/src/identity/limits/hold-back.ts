import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const held = new WeakSet<Socket>();

/** Whether the connection was answered for the last time: what else came in the same piece is not. */
export function isHeldBack({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  return held.has(socket);
}

/**
 * Writes `answer`, the bytes of a whole response that closes the connection, and reads nothing more from it until it is closed, which is
 * after `pauseMs`: so a flood waits at its sender, and pays for each answer with a connection and that time. Only pausing is not enough:
 * with the end of an answer Node reads on by itself, and one piece of a pipeline holds hundreds of requests.
 */
export function holdBack({ socket }: Pick<IncomingMessage, 'socket'>, answer: string, pauseMs: number): void {
  held.add(socket);
  socket.write(answer);
  // Nobody answers the request, so nothing reads on.
  socket.pause();
  setTimeout(() => socket.destroy(), pauseMs).unref();
}
