import { setTimeout as wait } from 'node:timers/promises';
import { withoutUnseen } from '@fieldmarshal/contract';
import { z } from 'zod';
import { Refusal } from '../failure.ts';

const timeoutMs = 30_000;
const answerBytesMax = 32 * 1024 * 1024;
/** The waits between them add up to 63 s where nothing says how long: limits are counted by the minute. */
const attemptsMax = 7;
/** A longer wait than this is a refusal: somebody waits at the terminal. */
const waitSMax = 120;
const pagesMax = 2_000;

/** The API of a source. Every answer is JSON; what is refused becomes a {@link Refusal} that names the address. */
export interface SourceApi {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Record<string, unknown>>;
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  /** Follows pages: `next` tells the address of the following one from an answer, null at the end. */
  pages(
    path: string,
    query: Readonly<Record<string, string>>,
    next: Next,
  ): Promise<Record<string, unknown>[]>;
}

type Next = (answer: Record<string, unknown>, page: number) => Query | string | null;
type Query = Readonly<Record<string, string>>;

interface Options {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Told while it takes long. */
  readonly say: (line: string) => void;
}

export function sourceApi({ base, headers, say }: Options): SourceApi {
  const own = new URL(base);
  const ask = async (address: URL, init: Init): Promise<Record<string, unknown>> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(address, {
        ...init,
        headers: { accept: 'application/json', ...headers, ...init.headers },
      });
      if (answer.json !== null) return answer.json;
      if (answer.final || attempt === attemptsMax) throw new Refusal(`${address.pathname}: ${answer.why}.`);
      const waitS = answer.retryAfterS ?? 2 ** (attempt - 1);
      if (waitS > waitSMax)
        throw new Refusal(
          `${address.pathname}: ${answer.why}, and asks to wait ${waitS} s. Try again later.`,
        );
      say(`${address.pathname}: ${answer.why}; waiting ${waitS} s`);
      await wait(waitS * 1_000);
    }
  };
  const addressOf = (path: string, query: Query = {}): URL => {
    const address = new URL(
      /^https?:/.test(path) ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`,
    );
    // The key goes nowhere else, whatever an answer names as its next page. Behind a proxy, its own scheme or port may be named wrong.
    if (address.hostname !== own.hostname)
      throw new Refusal(`An answer points to ${address.origin}, away from ${own.origin}.`);
    address.protocol = own.protocol;
    address.port = own.port;
    for (const [name, value] of Object.entries(query)) address.searchParams.append(name, value);
    return address;
  };
  return {
    get: async (path, query) => ask(addressOf(path, query), {}),
    post: async (path, body) =>
      ask(addressOf(path), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    pages: async (path, query, next) => {
      const answers: Record<string, unknown>[] = [];
      let address = addressOf(path, query);
      for (let page = 1; page <= pagesMax; page += 1) {
        const answer = await ask(address, {});
        answers.push(answer);
        const following = next(answer, page);
        if (following === null) return answers;
        address =
          typeof following === 'string' ? addressOf(following) : addressOf(path, { ...query, ...following });
      }
      throw new Refusal(`${path} has more than ${pagesMax} pages.`);
    },
  };
}

interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly json: Record<string, unknown> | null;
  readonly why: string;
  /** Asking again would not help. */
  readonly final: boolean;
  readonly retryAfterS: number | null;
}

async function once(address: URL, init: Init): Promise<Answer> {
  const failed = { json: null, retryAfterS: null };
  let response: Response;
  try {
    response = await fetch(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { ...failed, why: `no answer (${cause})`, final: false };
  }
  const { status } = response;
  if (status === 429 || status >= 500)
    return {
      json: null,
      why: `status ${status}`,
      final: false,
      retryAfterS: retryAfter(response.headers.get('retry-after')),
    };
  const text = await readText(response);
  if (!response.ok) {
    const key = status === 401 || status === 403 ? ': the key is not taken, or may not read this' : '';
    return { ...failed, why: `status ${status}${key}${saidIn(text)}`, final: true };
  }
  const parsed = text === null ? null : z.record(z.string(), z.unknown()).safeParse(jsonOf(text));
  if (parsed?.success) return { json: parsed.data, why: '', final: true, retryAfterS: null };
  return {
    ...failed,
    why: text === null ? 'an answer larger than 32 MiB' : 'an answer that is no JSON object',
    final: true,
  };
}

function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+(\.\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds * 10) / 10) : null;
}

async function readText(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > answerBytesMax) return null;
  }
  return Buffer.concat(parts).toString('utf8');
}

const refusalShape = z.looseObject({
  message: z.string().optional(),
  detail: z.string().optional(),
  error: z.looseObject({ message: z.string().optional() }).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ message: z.string() }))
    .optional()
    .catch(undefined),
});
const saidLengthMax = 300;

/** What a source says itself about a refusal, in the forms of each; empty where it says nothing. */
function saidIn(text: string | null): string {
  const { data } = refusalShape.safeParse(jsonOf(text ?? ''));
  const said = data?.errors?.[0]?.message ?? data?.error?.message ?? data?.message ?? data?.detail;
  return said === undefined ? '' : ` ("${withoutUnseen(said).slice(0, saidLengthMax)}")`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** All items of a list that comes in pages. */
export function itemsOf(answers: readonly Record<string, unknown>[], field: string): unknown[] {
  return answers.flatMap((answer) => z.array(z.unknown()).catch([]).parse(answer[field]));
}
