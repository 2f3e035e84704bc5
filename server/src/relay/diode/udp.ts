import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `10.0.0.2:4699`, `[fd00::2]:4699`; as the configuration has checked it. */
export function readAddress(text: string): Address {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replaceAll(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}

/**
 * Where one-way lines for this site end, of what the configuration names: `10.0.0.2:4699` for every site, `field-1=10.0.0.2:4699` for one;
 * with commas between.
 */
export function linesTo(site: string, named: string | undefined): Address[] {
  return (named ?? '')
    .split(',')
    .map((text) => /^\s*(?:([\w.-]+)=)?(\S+)\s*$/.exec(text))
    .flatMap((found) => {
      const [, only, address] = found ?? [];
      return address !== undefined && (only === undefined || only === site) ? [readAddress(address)] : [];
    });
}

const sliceMs = 10;

interface Pacing {
  /** Of datagrams, heads included. */
  readonly megabits: number;
  /** So many have left. */
  readonly onSent?: (count: number) => Promise<void>;
  readonly stop?: AbortSignal;
}

/** Sends datagrams evenly, no faster than told; nobody answers. Returns how many left. Throws where the system refuses to send. */
export async function sendPaced(
  datagrams: AsyncIterable<Buffer>,
  to: Address,
  { megabits, onSent, stop }: Pacing,
): Promise<number> {
  const { address, family } = await lookup(to.host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const bytesPerMs = (megabits * 1_000_000) / 8 / 1_000;
  const began = performance.now();
  let bytes = 0;
  let count = 0;
  try {
    for await (const datagram of datagrams) {
      if (stop?.aborted === true) break;
      const aheadMs = bytes / bytesPerMs - (performance.now() - began);
      if (aheadMs > sliceMs) {
        await onSent?.(count);
        await sleep(Math.max(0, aheadMs));
      }
      await new Promise<void>((resolve, reject) => {
        socket.send(datagram, to.port, address, (error) => (error ? reject(error) : resolve()));
      });
      bytes += datagram.length;
      count += 1;
    }
  } finally {
    socket.close();
  }
  await onSent?.(count);
  return count;
}

/** What the system holds for us while we are busy, as far as it allows. */
const bufferBytes = 8 * 1024 * 1024;

interface Listening {
  readonly address: Address;
  close(): Promise<void>;
}

/** Hands over each datagram that comes. Throws where nothing can listen there; `onError` tells what goes wrong later. */
export async function listenAt(
  { host, port }: Address,
  onDatagram: (datagram: Buffer) => void,
  onError: (error: Error) => void,
): Promise<Listening> {
  const socket = createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    recvBufferSize: bufferBytes,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  socket.on('error', onError);
  socket.on('message', onDatagram);
  return {
    address: { host, port: socket.address().port },
    close: async () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
