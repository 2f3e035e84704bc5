import { SMTPServer } from 'smtp-server';
import { portOf } from './rig.ts';

interface Mail {
  readonly to: string;
  readonly raw: string;
}

/** A mail server that takes everything. */
export interface Mailbox {
  readonly url: string;
  /** In the order in which they came. */
  readonly mails: Mail[];
  close(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  return {
    url: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    mails,
    close: async () => new Promise((done) => smtp.close(() => done())),
  };
}
