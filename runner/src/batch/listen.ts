import type { Readable } from 'node:stream';
import { message, type Message } from '../inside/messages.ts';

const lineMax = 16 * 1024 * 1024;

/** Reads the reporter's lines. A line that is none, or too long, is left out: the process that writes it is not trusted. */
export function listenTo(stream: Readable, onMessage: (message: Message) => void): void {
  let rest = '';
  let isTooLong = false;
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!isTooLong) parsed(line, onMessage);
      isTooLong = false;
    }
    if (rest.length <= lineMax) return;
    isTooLong = true;
    rest = '';
  });
  stream.on('error', () => undefined);
}

function parsed(line: string, onMessage: (message: Message) => void): void {
  try {
    const result = message.safeParse(JSON.parse(line));
    if (result.success) onMessage(result.data);
  } catch {
    // Not JSON.
  }
}

/** The first and the last of what was printed. */
export interface Printed {
  add(bytes: Buffer): void;
  readonly bytes: number;
  text(): string;
}

export function printed(keptBytes = 64 * 1024): Printed {
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let total = 0;
  return {
    add: (bytes) => {
      total += bytes.length;
      if (head.length < keptBytes) head = Buffer.concat([head, bytes.subarray(0, keptBytes - head.length)]);
      else tail = Buffer.concat([tail, bytes]).subarray(-keptBytes);
    },
    get bytes() {
      return total;
    },
    text: () => {
      const left = total - head.length - tail.length;
      const gap = left > 0 ? `\n… ${left} bytes left out …\n` : '';
      return `${head.toString('utf8')}${gap}${tail.toString('utf8')}`;
    },
  };
}
