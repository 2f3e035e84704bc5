import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect, type Server } from './client.ts';
import { Refusal } from './failure.ts';

/** Has the server check its chain, or checks the rows of a file here; the head printed is worth keeping elsewhere, see docs. */
export async function verifyAudit(file: string | undefined, server: Server): Promise<void> {
  if (file !== undefined) return verifyFile(file);
  const { entries, headSeq, headHash, anchor, broken } = await connect(server).identity.verifyAudit();
  if (broken) throw new Refusal(`The audit log is broken at entry ${broken.seq}: ${broken.why}.`);
  console.log(
    `The audit log is whole: ${entries} entries, the last is ${headSeq} with the hash ${headHash}.${anchor === null ? '' : ` Entries up to ${anchor.seq} were deleted after their time.`}`,
  );
}

/** Asks no server: an export, or what a receiver of the stream has kept, is proven by itself. */
async function verifyFile(file: string): Promise<void> {
  const { verifyAuditLines } = await import('@fieldmarshal/server/offline');
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const found = await verifyAuditLines(lines).catch((error: unknown) => {
    throw new Refusal(`${file} cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { entries, firstSeq, headSeq, headHash, unproven, hasErasures, broken } = found;
  if (entries === 0) throw new Refusal(`There are no rows of the audit log in ${file}.`);
  if (broken !== null)
    throw new Refusal(
      `${file} is broken at entry ${broken.seq}: ${broken.why}.${hasErasures ? ' Somebody was erased in it: rows that named them are proven by the server only.' : ''}`,
    );
  const shown = unproven.slice(0, 10).join(', ');
  const rest = unproven.length > 10 ? ` and ${unproven.length - 10} more` : '';
  console.log(
    `${file} is whole: ${entries} entries from ${firstSeq} to ${headSeq}, the last with the hash ${headHash}.${unproven.length === 0 ? '' : ` Not proven, as the entry before is not in it: ${shown}${rest}.`}`,
  );
}
