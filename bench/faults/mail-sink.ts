import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../subject.ts';
import { mark, type Arrival } from './sink.ts';

/** A mail server that can take a message and say nothing. */
export interface MailSink {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** Takes DATA to its end and does not answer. */
  holds: boolean;
  close(): Promise<void>;
}

/** What it holds has arrived: the reader of that mailbox may see it. */
export async function openMailSink(): Promise<MailSink> {
  const sink = { holds: false, arrivals: new Array<Arrival>() };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream: Readable, _session, done) => {
      let body = '';
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
      stream.on('end', () => {
        const alert = mark.exec(body)?.[0];
        const id = /^message-id:\s*(\S+)/im.exec(body)?.[1] ?? '';
        if (alert !== undefined) sink.arrivals.push({ alert, id, body, at: Date.now() });
        if (!sink.holds) done();
      });
    },
  });
  server.on('error', () => undefined);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(sink, {
    url: `smtp://127.0.0.1:${port}`,
    close: async () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
