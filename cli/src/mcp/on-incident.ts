import { z } from 'zod';
import type { Client } from '../client.ts';

/** One thing that another program may ask for or do: its words, its input, and the call of the product API behind it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Changes something; offered only where the operator allowed that. */
  readonly writes: boolean;
  readonly run: (client: Client, input: unknown) => Promise<unknown>;
}

interface Given<S extends z.ZodObject> extends Omit<Tool, 'input' | 'run'> {
  readonly input: S;
  readonly run: (client: Client, input: z.output<S>) => Promise<unknown>;
}

export const incident = z.object({
  id: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^INC-[1-9]\d{0,9}$/, 'must be the id of an incident, such as INC-42')
    .describe('such as INC-42'),
});

/** Input is parsed once, here; what a tool gets is of its own shape. */
export function tool<S extends z.ZodObject>({ run, ...rest }: Given<S>): Tool {
  return { ...rest, run: async (client, input) => run(client, rest.input.parse(input)) };
}

type Words = Pick<Tool, 'name' | 'title' | 'description'>;

/** A tool that reads of one incident. */
export function onIncident(words: Words, run: (client: Client, id: string) => Promise<unknown>): Tool {
  return tool({ ...words, input: incident, writes: false, run: async (client, { id }) => run(client, id) });
}
