import { connect, type Server } from './client.ts';
import { Refusal } from './failure.ts';

/** Has the server check its chain; the head printed is worth keeping elsewhere, see docs. */
export async function verifyAudit(server: Server): Promise<void> {
  const { entries, headSeq, headHash, anchor, broken } = await connect(server).identity.verifyAudit();
  if (broken) throw new Refusal(`The audit log is broken at entry ${broken.seq}: ${broken.why}.`);
  console.log(
    `The audit log is whole: ${entries} entries, the last is ${headSeq} with the hash ${headHash}.${anchor === null ? '' : ` Entries up to ${anchor.seq} were deleted after their time.`}`,
  );
}
