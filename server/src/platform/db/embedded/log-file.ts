import { constants } from 'node:fs';
import { copyFile, open, rename, stat, truncate, type FileHandle } from 'node:fs/promises';

/** With the one older file kept, the log takes at most about twice this much. */
const logBytesMax = 8 * 1024 * 1024;

/** Opens the log for appending; one that has grown too large is set aside as `….1` first. */
export async function openLog(path: string): Promise<FileHandle> {
  if ((await sizeOf(path)) > logBytesMax) await rename(path, `${path}.1`);
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
}

/** For a server that runs for months: it holds the file open in append mode, so its content is copied and cut off. */
export async function limitLog(path: string): Promise<void> {
  if ((await sizeOf(path)) <= logBytesMax) return;
  await copyFile(path, `${path}.1`);
  await truncate(path, 0);
}

/** What was written behind `offset`, at most the first 16 kB of it. */
export async function readLog(path: string, offset: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(16_384), 0, 16_384, offset);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
