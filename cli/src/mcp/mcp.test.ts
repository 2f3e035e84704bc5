import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../client.ts';
import { mcpServer } from './mcp-server.ts';

/** Stands in for the other end of the wire: it keeps what was asked, and answers or refuses as a server does. */
let http: Server;
let url = '';
const asked: { method: string; url: string; token: string }[] = [];

beforeAll(async () => {
  http = createServer((request, response) => {
    asked.push({
      method: request.method ?? '',
      url: request.url ?? '',
      token: request.headers.authorization ?? '',
    });
    const isKnown = request.url?.includes('INC-1/') === true;
    const isLong = request.url?.includes('INC-2/') === true;
    response.writeHead(isKnown || isLong ? 200 : 404, { 'content-type': 'application/json' });
    const found = { items: [], searched: 3, possiblySame: [] };
    const missing = {
      detail: 'Incident INC-9 was not found.',
      errors: [{ path: 'id', message: 'is no incident' }],
    };
    const long = { markdown: 'word '.repeat(60_000) };
    response.end(JSON.stringify(isLong ? long : isKnown ? found : missing));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => http.close());

async function reader(writes: boolean): Promise<McpClient> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await mcpServer(connect({ url, token: 'fm_token' }), { version: '1', writes }).connect(far);
  const client = new McpClient({ name: 'test', version: '1' });
  await client.connect(near);
  return client;
}

describe('the tools', () => {
  it('read only, unless writing was allowed', async () => {
    const names = async (writes: boolean) =>
      (await (await reader(writes)).listTools()).tools.map(({ name }) => name);
    expect(await names(false)).toEqual(
      expect.arrayContaining(['list_incidents', 'incident_summary', 'similar_incidents', 'on_call']),
    );
    expect(await names(false)).not.toEqual(expect.arrayContaining(['write_note']));
    expect(await names(true)).toEqual(expect.arrayContaining(['write_note', 'declare_incident']));
  });

  it('call the product API with the token, and pass on what it refuses', async () => {
    const client = await reader(false);
    const call = async (id: string) => client.callTool({ name: 'similar_incidents', arguments: { id } });
    expect(await call('INC-1')).toMatchObject({
      content: [{ type: 'text', text: '{"items":[],"searched":3,"possiblySame":[]}' }],
    });
    expect(asked.at(-1)).toEqual({
      method: 'GET',
      url: '/api/v1/incidents/INC-1/similar',
      token: 'Bearer fm_token',
    });
    expect(await call('INC-9')).toMatchObject({
      isError: true,
      content: [{ text: 'Incident INC-9 was not found.\nid: is no incident' }],
    });
  });

  it('say where an answer was cut: half of it is not the whole', async () => {
    const client = await reader(false);
    const answer = await client.callTool({ name: 'review_draft', arguments: { id: 'INC-2' } });
    expect(JSON.stringify(answer.content)).toMatch(/\[Cut here: \d+ more characters/);
  });

  it('take an id as people type it, and go back through a log by what was read last', async () => {
    const client = await reader(false);
    await client.callTool({ name: 'similar_incidents', arguments: { id: ' inc-1 ' } });
    expect(asked.at(-1)?.url).toBe('/api/v1/incidents/INC-1/similar');
    await client.callTool({ name: 'incident_log', arguments: { id: 'INC-1', before: 40, limit: 5 } });
    const { searchParams } = new URL(asked.at(-1)?.url ?? '', url);
    expect(Object.fromEntries(searchParams)).toEqual({ limit: '5', order: 'newest', after: '40' });
  });

  it('refuse a word they do not know, and say what an id looks like', async () => {
    const client = await reader(false);
    const before = asked.length;
    const call = async (name: string, given: Record<string, unknown>): Promise<string> =>
      JSON.stringify((await client.callTool({ name, arguments: given })).content);
    expect(await call('list_incidents', { state: 'open' })).toContain('state');
    expect(await call('get_incident', { id: '42' })).toContain('such as INC-42');
    expect(asked).toHaveLength(before);
  });

  it('refuse input of another shape before anything is asked', async () => {
    const before = asked.length;
    const answer = await (
      await reader(false)
    ).callTool({ name: 'incident_summary', arguments: { id: '../people' } });
    expect(answer.isError).toBe(true);
    expect(asked).toHaveLength(before);
  });
});
