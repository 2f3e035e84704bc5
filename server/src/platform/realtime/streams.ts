import type { ServerResponse } from 'node:http';
import type { Actor } from '@fieldmarshal/contract';

/** A client that has this much unread is dropped; it reconnects and looks at everything again. */
const backlogBytesMax = 256 * 1024;

type Listener = Actor | undefined;

/** The open event streams of this process, each with who listens. */
export interface Streams {
  readonly size: number;
  attach(response: ServerResponse, listener: Listener, first: string): void;
  /** Writes to each what `chunkFor` says, which is asked once for all streams of one person or token; null: nothing. */
  send(chunkFor: (listener: Listener) => Buffer | null): void;
  listeners(): Actor[];
  /** Ends the streams of these listeners; without an argument all. */
  end(ended?: ReadonlySet<Actor>): void;
}

export function openStreams(): Streams {
  const open = new Map<ServerResponse, Listener>();
  const write = (response: ServerResponse, chunk: Buffer): void => {
    if (response.writableLength > backlogBytesMax) response.destroy();
    else if (!response.writableEnded) response.write(chunk);
  };
  return {
    get size() {
      return open.size;
    },
    attach: (response, listener, first) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write(first);
      open.set(response, listener);
      response.on('close', () => open.delete(response));
      response.on('error', () => open.delete(response));
    },
    send: (chunkFor) => {
      const chunks = new Map<string, Buffer | null>();
      for (const [response, listener] of open) {
        const key = keyOf(listener);
        let chunk = chunks.get(key);
        if (chunk === undefined) chunks.set(key, (chunk = chunkFor(listener)));
        if (chunk !== null) write(response, chunk);
      }
    },
    listeners: () => [...new Set([...open.values()].filter((listener) => listener !== undefined))],
    end: (ended) => {
      for (const [response, listener] of open)
        if (ended === undefined || (listener && ended.has(listener))) response.end();
    },
  };
}

/** Whose eyes it is for: what is hidden is hidden from a person, however they are there. */
function keyOf(listener: Listener): string {
  if (listener?.kind === 'person') return `person ${listener.person}`;
  return listener?.kind === 'token' ? `token ${listener.tokenId}` : '';
}
