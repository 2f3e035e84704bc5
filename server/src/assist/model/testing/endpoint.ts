import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { putObject } from '#catalog';
import type { Ctx } from '#platform';

/** A server with a model as far as the wire goes: it streams chat completions, and answers what the test says. */
export interface Endpoint {
  /** What it answers next; null is HTTP 500, a number is that status. */
  reply: (body: string) => string | number | null;
  /** Waited for before an answer. */
  hold: () => Promise<void>;
  /** Its list of models. */
  models: string;
  readonly asked: { body: string; key: string | undefined }[];
  readonly port: number;
  close(): void;
}

export const noModels = '{"object":"list","data":[]}';

export async function startEndpoint(): Promise<Endpoint> {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => void answer(endpoint, request, { response, body }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  const endpoint: Endpoint = {
    ...{ reply: () => null, hold: async () => undefined, models: noModels, asked: [], port },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return endpoint;
}

async function answer(
  endpoint: Endpoint,
  { method, headers }: http.IncomingMessage,
  { response, body }: { response: http.ServerResponse; body: string },
): Promise<void> {
  if (method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(endpoint.models);
    return;
  }
  endpoint.asked.push({ body, key: headers.authorization });
  await endpoint.hold();
  const text = endpoint.reply(body);
  if (typeof text !== 'string') {
    response.writeHead(text ?? 500).end('{}');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  response.end(
    `${event({ content: text.slice(0, 30) }, null)}${event({ content: text.slice(30) }, null)}${event({}, 'stop')}data: [DONE]\n\n`,
  );
}

/** Two providers at that server, `near` before `far`. */
export async function seedProviders(ctx: Ctx, { port }: Endpoint): Promise<void> {
  for (const [name, priority] of [
    ['near', 1],
    ['far', 2],
  ] as const)
    await putObject(ctx, {
      kind: 'ModelProvider',
      name,
      spec: {
        api: 'openai',
        url: `http://127.0.0.1:${port}/${name}/v1`,
        model: 'tiny',
        priority,
        price: { inputPerMillion: 2, outputPerMillion: 6 },
      },
      generation: 0,
    });
}

/** A reply in the form that is asked for. */
export function sentences(...list: readonly (readonly [string, string])[]): string {
  return JSON.stringify({ sentences: list.map(([text, cite]) => ({ text, cites: [cite] })) });
}

/** What a try of a provider is answered by one that works. */
export const probed = 'Uploads over 10 MB fail with error 502.';
