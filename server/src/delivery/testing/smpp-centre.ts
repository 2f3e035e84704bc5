import { createHash } from 'node:crypto';
import smpp, { type Session } from 'smpp';
import type { Fault, Received } from './receivers.ts';

/** ESME_RTHROTTLED and ESME_RINVDSTADR. */
const refusals: Partial<Record<Fault, number>> = { temporary: 0x58, permanent: 0x0b };

interface Centre {
  readonly port: number;
  readonly received: Received[];
  idOf(key: string): string;
  plan(fault: Fault): void;
  close(): Promise<void>;
  /** Sends a receipt for the last message and waits until it is acknowledged; answers with its status. */
  receipt(stat: string): Promise<number>;
}

/** A message centre made of the `smpp` library, so that our own codec is read by somebody else's. */
export async function smppCentre(): Promise<Centre> {
  let fault: Fault = 'take';
  let count = 0;
  const received: Received[] = [];
  const sessions = new Set<Session>();
  const server = smpp.createServer((session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
    session.on('bind_transceiver', (pdu) =>
      session.send(pdu.response({ command_status: pdu.password === 'hunter2' ? 0 : 0x0e })),
    );
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => {
      const refusal = refusals[fault];
      if (refusal !== undefined) {
        session.send(pdu.response({ command_status: refusal }));
        return;
      }
      count += 1;
      const { message, udh } = pdu.short_message;
      const part = udh === undefined ? '' : `[${udh.map((each) => each.toString('hex')).join(',')}]`;
      received.push({ id: String(pdu.user_message_reference), body: `${part}${String(message)}` });
      if (fault === 'lose-answer') session.destroy();
      else session.send(pdu.response({ message_id: `m${count}` }));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
  return {
    port,
    received,
    idOf: (key) => String(createHash('sha256').update(key).digest().readUInt16BE(1)),
    plan: (next) => (fault = next),
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    receipt: async (stat) => {
      const [session] = sessions;
      if (!session) throw new Error('nobody is bound');
      return new Promise((resolve) => {
        session.deliver_sm(
          {
            source_addr: '447700900123',
            destination_addr: 'Fieldmarsh',
            esm_class: 4,
            short_message: `id:m${count} sub:001 dlvrd:001 submit date:2611250000 done date:2611250001 stat:${stat} err:000 text:`,
          },
          (answer) => resolve(answer.command_status),
        );
      });
    },
  };
}
