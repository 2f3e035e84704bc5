import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Client } from '../client.ts';

const listedMax = 50;

/** What can be read by address: summaries and review drafts of incidents, and runbooks. Open incidents and runbooks are listed. */
export function addResources(server: McpServer, client: Client): void {
  const openIncidents = async (kind: string) => {
    const { items } = await client.incidents.list({ open: true, sort: 'worst', limit: listedMax });
    return {
      resources: items.map(({ id, title, severity }) => ({
        uri: `fieldmarshal://incidents/${id}/${kind}`,
        name: `${id} ${kind}`,
        title: `${severity ?? 'not assessed'}: ${title}`,
      })),
    };
  };
  server.registerResource(
    'incident-summary',
    new ResourceTemplate('fieldmarshal://incidents/{id}/summary', {
      list: async () => openIncidents('summary'),
    }),
    {
      title: 'Summary of an incident',
      description: 'What is known, with the entries of the log in brackets',
      mimeType: 'text/plain',
    },
    async (uri, { id }) => text(uri, 'text/plain', await summaryText(client, String(id))),
  );
  server.registerResource(
    'incident-review',
    new ResourceTemplate('fieldmarshal://incidents/{id}/review', { list: undefined }),
    { title: 'Draft of the review', description: 'From facts alone', mimeType: 'text/markdown' },
    async (uri, { id }) =>
      text(uri, 'text/markdown', (await client.assist.reviewDraft({ id: String(id) })).markdown),
  );
  server.registerResource(
    'runbook',
    new ResourceTemplate('fieldmarshal://runbooks/{name}', {
      list: async () => ({
        resources: (await client.knowledge.runbooks({ limit: listedMax })).items.map(({ name, title }) => ({
          uri: `fieldmarshal://runbooks/${name}`,
          name,
          title,
        })),
      }),
    }),
    { title: 'Runbook', description: 'What to do when something fails', mimeType: 'text/markdown' },
    async (uri, { name }) =>
      text(uri, 'text/markdown', (await client.knowledge.runbook({ name: String(name) })).text),
  );
}

function text(uri: URL, mimeType: string, words: string) {
  return { contents: [{ uri: uri.href, mimeType, text: words }] };
}

async function summaryText(client: Client, id: string): Promise<string> {
  const { lines, asOf } = await client.assist.summary({ id });
  return [
    `${id}, as of entry ${asOf}`,
    ...lines.map(({ text: words, cites }) => `- ${words} [${cites.join(', ')}]`),
  ].join('\n');
}
