import net from 'node:net';
import tls from 'node:tls';
import { checkedAddresses, OutboundError } from './http-client.ts';
import { tlsOptionsFor } from './outbound-settings.ts';

interface SocketTarget {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** For everything from name lookup to the end of the connection. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
}

/**
 * Sends bytes over a connection of its own to an address that was checked, and waits until the other side has taken them all: its
 * system has acknowledged every byte, and the connection ended in order. What the program there does with them nobody tells. Throws {@link OutboundError}.
 */
export async function guardedSend(target: SocketTarget, bytes: Uint8Array): Promise<void> {
  const { host, port, secure, timeoutMs, allowPrivate } = target;
  const deadline = AbortSignal.timeout(timeoutMs);
  const [address] = await checkedAddresses(host, allowPrivate, deadline);
  if (address === undefined) throw new OutboundError('unresolved', `The name ${host} has no address.`);
  const socket = secure
    ? tls.connect({
        host: address,
        port,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ...tlsOptionsFor(host),
      })
    : net.connect({ host: address, port });
  try {
    await ended(socket, bytes, { deadline, secure });
  } catch (error) {
    if (deadline.aborted)
      throw new OutboundError(
        'timeout',
        `${host}:${port} did not take it within ${timeoutMs / 1000} s.`,
        true,
      );
    const why = error instanceof Error ? error.message : String(error);
    throw new OutboundError('unreachable', `${host}:${port} cannot be reached: ${why}.`, true);
  } finally {
    socket.destroy();
  }
}

async function ended(
  socket: net.Socket,
  bytes: Uint8Array,
  { deadline, secure }: { deadline: AbortSignal; secure: boolean },
): Promise<void> {
  await new Promise<void>((done, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    socket.on('error', reject);
    socket.on('close', (hadError) => {
      if (!hadError) done();
    });
    socket.on(secure ? 'secureConnect' : 'connect', () => socket.end(bytes));
    socket.resume();
  });
}
