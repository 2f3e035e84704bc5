import type { ServerResponse } from 'node:http';
import type { Env } from '../env.ts';
import { listen } from './listener.ts';
import { liveChannel, liveMessage } from './publisher.ts';

/** Sends live messages to every open browser stream of this process. */
export interface LiveHub {
  /** Takes over the response as an event stream until the client goes or falls behind. */
  attach(response: ServerResponse): void;
  readonly watchers: number;
  close(): Promise<void>;
}

/** Changes within this time reach a browser as one message, so that a storm does not become a storm of screens. */
const coalesceMs = 40;
/** A client that has this much unread is dropped; it reconnects and looks at everything again. */
const backlogBytesMax = 256 * 1024;
const heartbeatMs = 15_000;
const hintsMax = 50;

export function startLiveHub(env: Env): LiveHub {
  const watchers = new Set<ServerResponse>();
  let topics = new Set<string>();
  let hints: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const send = (chunk: Buffer): void => {
    for (const response of watchers) {
      if (response.writableLength > backlogBytesMax) response.destroy();
      else response.write(chunk);
    }
  };
  const flush = (): void => {
    timer = undefined;
    const message = JSON.stringify({ topics: [...topics], hints, at: env.clock.now().toISOString() });
    topics = new Set();
    hints = [];
    send(Buffer.from(`data: ${message}\n\n`));
  };
  const receive = (payload: string): void => {
    // An empty payload follows a reconnect: anything may have been missed.
    const message = payload === '' ? { topics: ['*'] } : liveMessage.parse(JSON.parse(payload));
    for (const topic of message.topics) topics.add(topic);
    if (message.hint !== undefined && hints.length < hintsMax) hints.push(message.hint);
    timer ??= setTimeout(flush, coalesceMs);
  };

  const listener = listen(env, liveChannel, receive);
  const beat = (): Buffer =>
    Buffer.from(
      `event: beat\ndata: ${JSON.stringify({ topics: [], at: env.clock.now().toISOString() })}\n\n`,
    );
  const heartbeat = setInterval(() => send(beat()), heartbeatMs);
  return {
    attach: (response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write(
        `retry: 1000\ndata: ${JSON.stringify({ topics: ['*'], hints: [], at: env.clock.now().toISOString() })}\n\n`,
      );
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
      response.on('error', () => watchers.delete(response));
    },
    get watchers() {
      return watchers.size;
    },
    close: async () => {
      clearInterval(heartbeat);
      clearTimeout(timer);
      for (const response of watchers) response.end();
      await listener.close();
    },
  };
}
