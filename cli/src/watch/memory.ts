import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Refusal } from '../failure.ts';

const target = z.object({
  failures: z.number(),
  successes: z.number(),
  alarmedAt: z.number().nullable(),
  alarms: z.number(),
  repeatAt: z.number().nullable(),
});

const message = z.object({
  event: z.enum(['down', 'still-down', 'recovered', 'test']),
  id: z.string(),
  target: z.string(),
  title: z.string(),
  text: z.string(),
});

const memory = z.object({
  targets: z.record(z.string(), target),
  /** Messages with the channels that have not taken them yet. */
  unsent: z.array(z.object({ message, channels: z.array(z.string()) })),
});
export type Memory = z.infer<typeof memory>;

/** What the watcher knew when it last ran. A file that cannot be understood is set aside and said so: it must not stop the watch. */
export async function recall(path: string): Promise<Memory> {
  const empty: Memory = { targets: {}, unsent: [] };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty;
    throw new Refusal(`${path} cannot be read. Name another file with --state.`);
  }
  try {
    return memory.parse(JSON.parse(text));
  } catch {
    console.error(
      `${path} is not what the watcher wrote; it is kept as ${path}.broken, and the watch begins anew.`,
    );
    await rename(path, `${path}.broken`).catch(() => undefined);
    return empty;
  }
}

/** Replaces the file as a whole, so that a crash leaves the old or the new one. */
export async function remember(path: string, value: Memory): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(value));
  await rename(`${path}.new`, path);
}
