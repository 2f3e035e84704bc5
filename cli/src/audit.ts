import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect, type Server } from './client.ts';
import { Refusal } from './failure.ts';

interface Options extends Server {
  /** No row of the file may be missing. */
  readonly complete?: boolean;
  /** A row that was noted elsewhere, such as `812:9f86d0…`. */
  readonly head?: string | undefined;
}

/** Has the server check its chain, or checks the rows of a file here; the head printed is worth keeping elsewhere, see docs. */
export async function verifyAudit(file: string | undefined, options: Options): Promise<void> {
  if (options.head !== undefined && !/^[1-9]\d{0,14}:[0-9a-f]{64}$/.test(options.head))
    throw new Refusal('--head takes a number, a colon and a hash, as this command prints them.');
  if (file !== undefined) return verifyFile(file, options);
  const { entries, headSeq, headHash, anchor, broken } = await connect(options).identity.verifyAudit({
    head: options.head,
  });
  if (broken) throw new Refusal(`The audit log is broken at entry ${broken.seq}: ${broken.why}.`);
  console.log(
    `The audit log is whole: ${entries} entries, the last is ${headSeq} with the hash ${headHash}.${anchor === null ? '' : ` Entries up to ${anchor.seq} were deleted after their time.`}\nTo be noted elsewhere: --head ${headSeq}:${headHash}`,
  );
}

/** Asks no server: an export, or what a receiver of the stream has kept, is proven by itself. */
async function verifyFile(file: string, { complete = false, head }: Options): Promise<void> {
  const { verifyAuditLines } = await import('@fieldmarshal/server/offline');
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const found = await verifyAuditLines(lines, { complete, head }).catch((error: unknown) => {
    throw new Refusal(`${file} cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { entries, hidden, firstSeq, headSeq, headHash, gaps, fromStart, hasEnd, hasErasures, broken } =
    found;
  if (entries === 0) throw new Refusal(`There are no rows of the audit log in ${file}.`);
  if (broken !== null)
    throw new Refusal(
      `${file} is broken at entry ${broken.seq}: ${broken.why}.${hasErasures ? ' Somebody was erased in it: rows that named them are proven by the server only.' : ''}`,
    );
  const lacking = [
    ...(fromStart ? [] : [`those before ${firstSeq}`]),
    ...gaps.slice(0, 10).map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`)),
    ...(gaps.length > 10 ? [`${gaps.length - 10} more stretches`] : []),
  ];
  const unknown = hidden === 0 ? '' : ` Of ${hidden} of them it holds the hashes only.`;
  const what = `${entries} entries from ${firstSeq} to ${headSeq}, the last with the hash ${headHash}.${unknown}`;
  console.log(
    lacking.length === 0
      ? `${file} is whole: ${what}`
      : `NOT PROVEN WHOLE: entries are missing from ${file}, by its filter or taken out: ${lacking.join(', ')}. With --complete this is a failure.\nThe first entry after each gap cannot be proven; the others are as they were recorded: ${what}`,
  );
  if (!hasEnd) console.log('No last line of an export is in it: an export was cut off; receivers have none.');
}
