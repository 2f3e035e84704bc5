import type { IncomingMessage } from 'node:http';
import { Refusal, type Json } from './behaviour.ts';
import { isJson } from './fields.ts';

const bodyBytesMax = 1_000_000;

/** The bytes of a request, or a refusal above 1 MB. */
export async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Read to its end even when too large: an answer before that would leave the connection with half a request in it.
  for await (const chunk of req) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= bodyBytesMax) chunks.push(chunk);
  }
  if (size > bodyBytesMax) throw new Refusal(413, 'The body is larger than 1 MB.');
  return Buffer.concat(chunks);
}

/** A JSON object; an empty body is an empty object. */
export async function readBody(req: IncomingMessage): Promise<Json> {
  const text = (await readBytes(req)).toString('utf8');
  if (text === '') return {};
  const parsed = parse(text);
  if (!isJson(parsed)) throw new Refusal(400, 'The body is not a JSON object.');
  return parsed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
