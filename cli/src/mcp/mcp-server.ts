import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Client } from '../client.ts';
import { Refusal } from '../failure.ts';
import { addPrompts } from './prompts.ts';
import { addResources } from './resources.ts';
import { toolsFor } from './tools.ts';

/** Longer answers are cut: a log may be larger than what reads it, and programs refuse answers of more than about 25,000 tokens whole. */
const answerCharactersMax = 80_000;

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
        // A word that is not known is told: a filter that was left out in silence would make a wrong answer look right.
        inputSchema: input.strict(),
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
                text: shortened(JSON.stringify(await run(client, given))),
              },
            ],
          };
        } catch (error) {
          return {
            isError: true,
            content: [{ type: 'text' as const, text: reasonOf(error) }],
          };
        }
      },
    );
  }
  addResources(server, client);
  addPrompts(server);
  return server;
}

/** Half of an answer must not be taken for the whole of it. */
function shortened(text: string): string {
  if (text.length <= answerCharactersMax) return text;
  const left = text.length - answerCharactersMax;
  return `${text.slice(0, answerCharactersMax)}\n[Cut here: ${left} more characters. Ask for less, with a lower limit.]`;
}

/** With each field that was wrong, so that whoever called can put it right. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'That did not work.';
  const faults = error instanceof Refusal ? error.faults : [];
  const unsaid = faults
    .map(({ path, message }) => `${path}: ${message}`)
    .filter((text) => !error.message.includes(text));
  return [error.message, ...unsaid].join('\n');
}
