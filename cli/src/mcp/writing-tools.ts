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
    description: 'Opens an incident, which pages people. Only when a person asked for it.',
    input: z.object({
      title: z.string().trim().min(1).max(200),
      summary: z.string().max(5_000).default(''),
      severity: z.enum(['SEV1', 'SEV2', 'SEV3', 'SEV4']).nullable().default(null),
      product: z.string().max(63).nullable().default(null),
      environment: z.string().max(63).nullable().default(null),
    }),
    writes: true,
    run: async (client, input) => client.incidents.declare(input),
  }),
];
