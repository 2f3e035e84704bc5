import type { Message } from '../message.ts';

/** So long a message waits for others to the same destination, after one has gone there: half of what a page may take to leave. */
export const bundleWaitMs = 10_000;
/** At most so many leave as one; the rest as the next one. */
export const bundleMax = 50;
const listedMax = 20;

/**
 * Several messages as one: the first says how many there are, what each is about, and is answered where all of them are. The others
 * keep their own state; nothing of them is lost but the room they would have taken. Without others it is the message itself.
 */
export function bundled(lead: Message, others: readonly Message[]): Message {
  if (others.length === 0) return lead;
  const count = others.length + 1;
  const all = [lead, ...others];
  const rest = count > listedMax ? [`and ${count - listedMax} more`] : [];
  const lines = [...all.slice(0, listedMax).map(({ subject }) => subject), ...rest];
  return {
    type: lead.type,
    subject: `${count} pages: ${lead.subject}`.slice(0, 500),
    text: [
      `${count} pages in one message:`,
      '',
      ...lines.map((line) => `- ${line}`),
      '',
      'Answer them, one or all:',
      '{answer-link}',
    ].join('\n'),
    data: { count, messages: all.slice(0, listedMax).map(({ data }) => data) },
  };
}
