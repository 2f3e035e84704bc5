import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '#platform';
import { Receiver } from './receiver.ts';
import { listenAt, readAddress } from './udp.ts';

const retryMs = 5_000;
const learnEveryMs = 10_000;

const receivers = new WeakMap<Env, Receiver>();

/** The one of this process: what comes by UDP and what somebody brings of it comes together in it. */
export function receiverOf(env: Env): Receiver {
  const known = receivers.get(env) ?? new Receiver(env);
  receivers.set(env, known);
  return known;
}

/**
 * Listens for bundles where the configuration says so, until it is stopped: *waiting* for the address, where another process has it, and then
 * *listening*. What comes while the storage is down is lost as on any one-way line, and asked for.
 */
export function startDiode(env: Env): { stop(): Promise<void> } {
  const { diodeListen, role } = env.config;
  if (diodeListen === undefined || role === 'web') return { stop: async () => undefined };
  const stopping = new AbortController();
  const working = listen(env, diodeListen, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

async function listen(env: Env, at: string, stop: AbortSignal): Promise<void> {
  const receiver = receiverOf(env);
  const complain = (error: unknown): void => env.log.error({ error: String(error), at }, 'one-way line');
  while (!stop.aborted) {
    const socket = await listenAt(readAddress(at), (datagram) => receiver.take(datagram), complain).catch(
      complain,
    );
    if (!socket) {
      await pause(retryMs, stop);
      continue;
    }
    while (!stop.aborted) {
      await receiver.learnKeys().catch(complain);
      await pause(learnEveryMs, stop);
    }
    await socket.close();
  }
  await receiver.settled();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
