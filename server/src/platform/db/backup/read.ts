import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { endLine, lineBytesMax, manifestLine, rowsLine, tableLine, type Manifest } from './format.ts';

/** What a backup is made of, in order; rows are the texts of the file as they are. */
export type Part =
  | { readonly manifest: Manifest }
  | { readonly table: Manifest['tables'][number] }
  | { readonly row: string };

/**
 * Reads a backup part by part and checks it on the way; only when this ends without a throw was it whole and undamaged. Throws `invalid`
 * with a sentence otherwise.
 */
export async function* readBackup(file: string): AsyncGenerator<Part> {
  try {
    yield* readParts(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw broken(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** Reads all of it to see that it can be trusted, before anything is changed. */
export async function checkBackup(file: string): Promise<Manifest & { readonly rows: number }> {
  let manifest: Manifest | undefined;
  let rows = 0;
  for await (const part of readBackup(file)) {
    if ('manifest' in part) ({ manifest } = part);
    if ('row' in part) rows += 1;
  }
  if (!manifest) throw broken(file, 'it is empty');
  return { ...manifest, rows };
}

async function* readParts(file: string): AsyncGenerator<Part> {
  const reader = new LineReader(file);
  const lines = reader.lines();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw broken(file, 'it ends too early');
    return value;
  };
  const manifest = manifestLine.parse(JSON.parse(await next()));
  yield { manifest };
  for (const table of manifest.tables) {
    if (tableLine.parse(JSON.parse(await next())).table !== table.name)
      throw broken(file, `the rows of ${table.name} are not where they should be`);
    yield { table };
    let rows = 0;
    let line = await next();
    for (; line.startsWith('['); line = await next()) {
      yield { row: line };
      rows += 1;
    }
    if (rowsLine.parse(JSON.parse(line)).rows !== rows)
      throw broken(file, `rows of ${table.name} are missing`);
  }
  const sha256 = reader.digest();
  if (endLine.parse(JSON.parse(await next())).sha256 !== sha256) throw broken(file, 'its check sum is wrong');
  if (!(await lines.next()).done) throw broken(file, 'something follows its end');
}

/** Lines of a gzip'd file, with a running hash of those given out so far. */
class LineReader {
  readonly #file: string;
  readonly #hash = createHash('sha256');

  constructor(file: string) {
    this.#file = file;
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  async *lines(): AsyncGenerator<string, undefined> {
    const source = createReadStream(this.#file);
    const plain = source.pipe(createGunzip());
    source.on('error', (error) => plain.destroy(error));
    let rest: Buffer[] = [];
    let restBytes = 0;
    for await (const chunk of plain) {
      let from = 0;
      const bytes = z.instanceof(Buffer).parse(chunk);
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        const line = Buffer.concat([...rest, bytes.subarray(from, end + 1)]);
        rest = [];
        restBytes = 0;
        from = end + 1;
        this.#hash.update(line);
        yield line.toString('utf8', 0, line.length - 1);
      }
      rest.push(bytes.subarray(from));
      restBytes += bytes.length - from;
      if (restBytes > lineBytesMax) throw new Error('a line is too long');
    }
    if (restBytes > 0) throw new Error('it ends in the middle of a line');
    return undefined;
  }
}

function broken(file: string, why: string, cause?: unknown): AppError {
  return new AppError('invalid', `${file} is not a whole backup (${why}). Nothing was restored.`, { cause });
}
