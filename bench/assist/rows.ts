import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** The rows of a JSONL file, gzipped or not, each parsed by `schema`; a bad row is named by its line. */
export function readRows<T extends z.ZodType>(path: string, schema: T): z.output<T>[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((row, index) => {
    if (row.trim() === '') return [];
    const read = schema.safeParse(JSON.parse(row));
    if (!read.success) throw new Error(`${path}:${index + 1}: ${z.prettifyError(read.error)}`);
    return [read.data];
  });
}

export function writeRows(path: string, rows: readonly unknown[]): void {
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

export const post = z.object({ id: z.string(), at: z.string(), status: z.string(), body: z.string() });
export type Post = z.infer<typeof post>;
