import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly id: number;
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** The readable part of the mail, decoded. */
  readonly text: string;
  readonly raw: string;
}

/** A mail server that delivers nothing: it keeps the last 500 mails in memory for the page. */
export interface MailCatcher {
  /** Newest first. */
  mails(): readonly CaughtMail[];
  /** Keeps a message that came by another way, e.g. a text message. */
  take(message: Omit<CaughtMail, 'id' | 'at'>): void;
  clear(): void;
  readonly port: number;
  stop(): Promise<void>;
}

const mailsMax = 500;
const mailBytesMax = 2_000_000;

export async function startMailCatcher(
  port: number,
  read: (raw: string) => { subject: string; text: string },
): Promise<MailCatcher> {
  let mails: CaughtMail[] = [];
  let lastId = 0;
  const take: MailCatcher['take'] = (message) => {
    lastId += 1;
    mails = [{ id: lastId, at: Date.now(), ...message }, ...mails].slice(0, mailsMax);
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: mailBytesMax,
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          // 552 is final: without a code it would be 450, and the sender would try again for days.
          done(Object.assign(new Error('The mail is larger than 2 MB.'), { responseCode: 552 }));
          return;
        }
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        take({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          ...read(raw),
        });
        done();
      });
    },
  });
  const listening = await new Promise<number>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A client that hangs up in the middle is no reason to end the demo.
      server.on('error', () => undefined);
      const address = server.server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
  return {
    mails: () => mails,
    take,
    clear: () => {
      mails = [];
    },
    port: listening,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
