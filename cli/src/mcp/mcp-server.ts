import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Client } from '../client.ts';
import { addPrompts } from './prompts.ts';
import { addResources } from './resources.ts';
import { toolsFor } from './tools.ts';

/** Longer answers are cut: a log may be larger than what reads it. */
const answerCharactersMax = 200_000;

/** The product as Model Context Protocol: tools, resources that are read by address, and prompts. */
export function mcpServer(
  client: Client,
  { version, writes }: { readonly version: string; readonly writes: boolean },
): McpServer {
  const server = new McpServer({ name: 'fieldmarshal', version });
  for (const { name, title, description, input, writes: changes, run } of toolsFor({ writes })) {
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input.shape,
        annotations: {
          readOnlyHint: !changes,
          destructiveHint: false,
          idempotentHint: !changes,
          openWorldHint: false,
        },
      },
      async (given: unknown) => {
        try {
          return {
            content: [
              {
                type: 'text' as const,
                text: JSON.stringify(await run(client, given)).slice(0, answerCharactersMax),
              },
            ],
          };
        } catch (error) {
          return {
            isError: true,
            content: [
              { type: 'text' as const, text: error instanceof Error ? error.message : 'That did not work.' },
            ],
          };
        }
      },
    );
  }
  addResources(server, client);
  addPrompts(server);
  return server;
}
