import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import manifest from '../../package.json' with { type: 'json' };
import { connect, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';
import { mcpServer } from './mcp-server.ts';

interface McpOptions extends Server {
  /** Port of HTTP; standard input and output without one. */
  readonly port?: string | undefined;
  readonly host: string;
  readonly writes: boolean;
}

/** Over standard input and output with the token given; over HTTP with the token each request brings. */
export async function runMcp({ port, host, writes, ...server }: McpOptions): Promise<void> {
  const options = { version: manifest.version, writes };
  if (port === undefined) {
    await mcpServer(connect(server), options).connect(new StdioServerTransport());
    return;
  }
  if (!/^\d{1,5}$/.test(port)) throw new Refusal(`--port must be a number, not "${port}".`);
  const http = createServer((request, response) => {
    void answer(request, response, { url: server.url, options }).catch(() =>
      refuse(response, 500, 'That did not work.'),
    );
  });
  http.on('error', (error) => {
    console.error(`MCP cannot listen on ${host}:${port}: ${error.message}`);
    process.exitCode = 1;
  });
  // Only this machine unless somebody says otherwise: tokens come in clear, so what is nearer than that needs a proxy with TLS before it.
  http.listen(Number(port), host, () => {
    const address = http.address();
    const name = host.includes(':') ? `[${host}]` : host;
    console.error(`MCP on http://${name}:${typeof address === 'object' ? address?.port : port}/mcp`);
  });
}

interface Behind {
  readonly url: string;
  readonly options: { readonly version: string; readonly writes: boolean };
}

/** One request, one server: nothing is kept between them, so a token never acts for another. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { url, options }: Behind,
): Promise<void> {
  const token = /^Bearer (\S{1,500})$/.exec(request.headers.authorization ?? '')?.[1];
  if (request.url?.split('?')[0] !== '/mcp') return refuse(response, 404, 'The address is /mcp.');
  // A page of another site cannot be let in by a browser on this machine.
  if (request.headers.origin !== undefined) return refuse(response, 403, 'Browsers are not served here.');
  if (token === undefined) return refuse(response, 401, 'Send an API token as "Authorization: Bearer fm_…".');
  if (request.method !== 'POST') return refuse(response, 405, 'Only POST is served here.');
  const server = mcpServer(connect({ url, token }), options);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: message }));
}
