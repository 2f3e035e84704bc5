import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connect, type Server } from './client.ts';
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
    await writeFile(path, file.text, { flag: 'wx' }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new Refusal(`${path} exists already. Export into a new directory.`);
      throw error;
    });
  }
  console.log(`Wrote ${files.length} files to ${directory}.`);
}
