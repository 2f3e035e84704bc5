import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connect, readBytes, type Server } from './client.ts';
import { Refusal } from './failure.ts';

/** Writes all objects as files that `apply` takes: into a new or empty place of a directory, or to standard output. */
export async function exportCatalog(directory: string | undefined, server: Server): Promise<void> {
  const { files } = await connect(server).catalog.export({});
  if (directory === undefined) {
    process.stdout.write(files.map((file) => file.text).join('---\n'));
    return;
  }
  await mkdir(directory, { recursive: true });
  for (const file of files) {
    const path = join(directory, basename(file.path));
    await writeNew(path, file.text, 'Export into a new directory.');
  }
  console.log(`Wrote ${files.length} files to ${directory}.`);
}

/** Nothing that is there is written over. */
async function writeNew(path: string, text: string | Uint8Array, instead: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Refusal(`${path} exists already. ${instead}`);
    throw error;
  });
}

interface ReviewOptions extends Server {
  readonly format?: string;
  readonly out?: string;
  readonly byModel: boolean;
}

const formats = ['md', 'json', 'html', 'pdf'] as const;
type Format = (typeof formats)[number];

/** Writes the review of an incident: for people, for programs, as PDF, or as a page for paper. To standard output, or to a new file. */
export async function exportReview(id: string, options: ReviewOptions): Promise<void> {
  const { out, byModel } = options;
  if (!/^INC-[1-9]\d{0,8}$/.test(id)) throw new Refusal(`An incident is named like INC-42, not "${id}".`);
  const format = formatOf(options);
  if (format === 'pdf' && out === undefined && process.stdout.isTTY)
    throw new Refusal('A PDF is nothing for a terminal: name a file with --out, or send the output on.');
  const bytes = await reviewBytes(options, { id, format, by: byModel ? 'model' : 'rules' });
  if (out === undefined) {
    process.stdout.write(bytes);
    return;
  }
  await writeNew(out, bytes, 'Name a new file.');
  console.log(`Wrote the review of ${id} to ${out}.`);
}

/** As the option says; else as the file is called; else Markdown. */
function formatOf({ format, out }: ReviewOptions): Format {
  const asked = format ?? formats.find((each) => out?.endsWith(`.${each}`)) ?? 'md';
  const known = formats.find((each) => each === asked);
  if (known === undefined) throw new Refusal(`--format takes ${formats.join(', ')}, not "${asked}".`);
  return known;
}

async function reviewBytes(
  server: Server,
  { id, format, by }: { readonly id: string; readonly format: Format; readonly by: 'rules' | 'model' },
): Promise<string | Uint8Array> {
  if (format === 'json') return `${JSON.stringify(await connect(server).assist.review({ id }), null, 2)}\n`;
  return readBytes(server, `/incidents/${id}/review.${format}?by=${by}`);
}
