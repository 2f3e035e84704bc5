import { z } from 'zod';
import { guardedFetch, OutboundError, type Env, type OutboundResponse } from '#platform';

/** Of a call that did not come to its end, in words for people. What was sent before it stays sent. */
export class LinkFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LinkFailure';
  }
}

export interface Caller {
  readonly env: Env;
  readonly url: string;
  readonly token: string;
}

const mib = 1024 * 1024;
/** A slow line sends a part of a bundle in this: 4 MiB within 5 minutes are 112 kbit/s. */
const callMs = 5 * 60_000;
/** What headquarters sends is configuration; more than this is carried by hand. */
const downBytesMax = 64 * mib;
const answerBytesMax = mib;

const upAnswer = z.object({
  last: z.number().int(),
  /** Numbers before it that have not come, at most 1,000. */
  missing: z.array(z.number().int()).max(1_000).default([]),
});
const takenAnswer = z.object({ outcome: z.string(), message: z.string() });

/** What headquarters has of this site. */
export async function askWhatIsThere(caller: Caller): Promise<z.output<typeof upAnswer>> {
  return answerOf(upAnswer, await call(caller, { path: 'up' }));
}

/** The parts of a whole, cut into so many, that headquarters has from calls that broke off. */
export async function askParts(
  caller: Caller,
  { whole, of }: { whole: Buffer; of: number },
): Promise<number[]> {
  const answer = await call(caller, { path: `parts/${whole.toString('hex')}?of=${of}` });
  return answerOf(z.object({ have: z.array(z.number().int()) }), answer).have;
}

/** Brings a file, or a part of one. Throws {@link LinkFailure} where it is refused. */
export async function bring(caller: Caller, file: Uint8Array): Promise<void> {
  const taken = answerOf(takenAnswer, await call(caller, { path: 'inbox', file }));
  if (taken.outcome === 'refused') throw new LinkFailure(`Headquarters refused a bundle. ${taken.message}`);
}

/** The next bundle for this site after a number, or null where there is none. */
export async function fetchDown(caller: Caller, after: number): Promise<Buffer | null> {
  const answer = await call(caller, { path: `down?after=${after}`, bytesMax: downBytesMax + 1 });
  if (answer.status === 204) return null;
  if (answer.bytes.length > downBytesMax)
    throw new LinkFailure(`Bundle ${after + 1} of headquarters is larger than 64 MiB. Carry it by hand.`);
  return answer.bytes;
}

interface Call {
  readonly path: string;
  readonly file?: Uint8Array;
  readonly bytesMax?: number;
}

async function call({ env, url, token }: Caller, { path, file, bytesMax }: Call): Promise<OutboundResponse> {
  const answer = await guardedFetch({
    url: `${url.replace(/\/+$/, '')}/relay/v1/${path}`,
    method: file === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    ...(file === undefined ? {} : { body: file }),
    timeoutMs: callMs,
    responseBytesMax: bytesMax ?? answerBytesMax,
    allowPrivate: env.config.allowPrivateAddresses,
  }).catch((error: unknown) => {
    throw error instanceof OutboundError ? new LinkFailure(error.message) : error;
  });
  if (answer.status === 401)
    throw new LinkFailure(
      'Headquarters does not know this link: the enrolment ended, or is not confirmed yet.',
    );
  if (answer.status < 200 || answer.status > 299)
    throw new LinkFailure(`Headquarters answered with HTTP ${answer.status}.`);
  return answer;
}

function answerOf<T>(schema: z.ZodType<T>, { body }: OutboundResponse): T {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    throw new LinkFailure('What answers there is not a headquarters.');
  }
}
