import { buffer } from 'node:stream/consumers';
import { connect, type Server } from './client.ts';

/** What the server reads of a mail at most; a report stands before the mail it is about. */
const mailBytesMax = 256 * 1024;

/** Hands a mail from standard input to the server, as mail servers pipe it. Any mail ends well: a mail server must not bounce a bounce. */
export async function takeBounce(server: Server): Promise<void> {
  const mail = await buffer(process.stdin);
  const { why } = await connect(server).delivery.bounce({
    mail: mail.subarray(0, mailBytesMax).toString('latin1'),
  });
  console.error(why);
}
