import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a recorded reply arrives. */
export interface Recorded {
  /** A status other than 200 is the whole answer. `hang`: nothing ever comes. `drip`: too slowly. `cut`: the line breaks at the end. */
  readonly how: 'ok' | 'hang' | 'drip' | 'cut' | 'length' | 429 | 500;
  readonly reply: string;
}

export interface ReplayServer {
  /** The address of recorded reply `index` for a provider of either format. */
  url(index: number): string;
  /** Every request body, in the order they came. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const pieceLength = 24;
const dripMs = 120;

/** A local endpoint that answers as recorded, in the format it is asked in: chat completions or messages. */
export async function startReplayServer(recorded: readonly Recorded[]): Promise<ReplayServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(Buffer.concat(chunks).toString());
      const [, , index, ...rest] = (request.url ?? '').split('/');
      const one = recorded[Number(index)];
      if (one === undefined) response.writeHead(404).end();
      else answer(response, one, rest[0] === 'messages' ? anthropic : openai);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  return {
    url: (index) => `http://127.0.0.1:${port}/r/${index}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface Format {
  readonly start: string;
  piece(text: string): string;
  end(reason: 'stop' | 'length'): string;
}

const event = (data: object, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'recorded' };
const openai: Format = {
  start: event({
    ...chunk,
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  }),
  piece: (content) => event({ ...chunk, choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  end: (reason) =>
    `${event({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: reason }] })}${event({ ...chunk, choices: [], usage: { prompt_tokens: 700, completion_tokens: 90, total_tokens: 790 } })}data: [DONE]\n\n`,
};

const usage = { input_tokens: 700, output_tokens: 90 };
const anthropic: Format = {
  start:
    event(
      {
        type: 'message_start',
        message: {
          id: 'm1',
          type: 'message',
          role: 'assistant',
          model: 'recorded',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage,
        },
      },
      'message_start',
    ) +
    event(
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      'content_block_start',
    ),
  piece: (text) =>
    event(
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
      'content_block_delta',
    ),
  end: (reason) =>
    event({ type: 'content_block_stop', index: 0 }, 'content_block_stop') +
    event(
      {
        type: 'message_delta',
        delta: { stop_reason: reason === 'stop' ? 'end_turn' : 'max_tokens', stop_sequence: null },
        usage,
      },
      'message_delta',
    ) +
    event({ type: 'message_stop' }, 'message_stop'),
};

function answer(response: http.ServerResponse, { how, reply }: Recorded, format: Format): void {
  if (how === 'hang') return;
  if (typeof how === 'number') {
    const body = {
      type: 'error',
      error: { type: 'api_error', message: 'over capacity, the secret is canary-9' },
    };
    response.writeHead(how, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(format.start);
  const pieces = reply.match(new RegExp(`[^]{1,${pieceLength}}`, 'gu')) ?? [];
  if (how === 'drip') {
    drip(
      response,
      pieces.map((piece) => format.piece(piece)),
    );
    return;
  }
  for (const piece of pieces) response.write(format.piece(piece));
  if (how !== 'cut') response.end(format.end(how === 'length' ? 'length' : 'stop'));
  // What was written before must have left, or nothing of it would arrive.
  else response.write(': cut\n\n', () => response.destroy());
}

function drip(response: http.ServerResponse, pieces: string[]): void {
  const timer = setInterval(() => {
    const piece = pieces.shift();
    if (piece !== undefined) response.write(piece);
  }, dripMs);
  response.on('close', () => clearInterval(timer));
}
