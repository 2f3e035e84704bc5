import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { incident, tool, type Tool } from './on-incident.ts';

/** What changes something: each as the token may, in its name, and in the log. None of them sends anything to people outside. */
export const writing: readonly Tool[] = [
  tool({
    name: 'write_note',
    title: 'Write a note',
    description: 'Adds a note to the log of an incident, in the name of the token. It cannot be deleted.',
    input: incident.extend({ text: z.string().trim().min(1).max(5_000) }),
    writes: true,
    run: async (client, { id, text }) => client.incidents.note({ id, text }),
  }),
  tool({
    name: 'propose_draft',
    title: 'Propose the words of a message',
    description:
      'Changes the words of a draft from list_drafts; `hash` is the one that was read. Nothing is sent: a person reads it, with what a linter finds in it, and approves exactly these words.',
    input: z.object({
      draft: z
        .string()
        .regex(/^COM-[1-9]\d{0,9}$/)
        .describe('such as COM-7'),
      hash: z.string().min(1).max(100),
      title: z.string().trim().min(1).max(200),
      text: z.string().trim().min(1).max(10_000),
    }),
    writes: true,
    run: async (client, { draft, ...rest }) => client.comms.edit({ id: draft, ...rest }),
  }),
  tool({
    name: 'declare_incident',
    title: 'Declare an incident',
    description:
      'Opens an incident, which pages people. Only when a person asked for it. The same again within ten minutes opens no second one.',
    input: z.object({
      title: z.string().trim().min(1).max(200),
      summary: z.string().max(5_000).default(''),
      severity: z.enum(['SEV1', 'SEV2', 'SEV3', 'SEV4']).nullable().default(null),
      product: z.string().max(63).nullable().default(null),
      environment: z.string().max(63).nullable().default(null),
    }),
    writes: true,
    run: async (client, input) =>
      client.incidents.declare(input, { context: { key: keyOf('declare', input) } }),
  }),
];

const repeatMs = 600_000;
const rememberedMax = 1_000;
const remembered = new Map<string, { readonly key: string; readonly at: number }>();

/** The same for the same words within ten minutes: a program that was not answered in time asks again. The server keeps keys apart by token. */
function keyOf(what: string, input: unknown): string {
  const words = `${what} ${JSON.stringify(input)}`;
  const known = remembered.get(words);
  const now = performance.now();
  if (known !== undefined && now - known.at < repeatMs) return known.key;
  const key = randomUUID();
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(words, { key, at: now });
  return key;
}
