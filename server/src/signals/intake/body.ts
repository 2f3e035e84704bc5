import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '#platform';

/** Limits of one request; documented in docs/operations.md. */
export const limits = {
  /** Bytes, as received and after inflating. */
  body: 16 * 1024 * 1024,
  depth: 32,
  /** Signals in one request. */
  signals: 10_000,
  /** Labels, and apart from them annotations, of one signal. */
  labels: 100,
  labelName: 200,
  labelValue: 4_096,
  /** A longer annotation is cut, since refusing it would lose an alarm. */
  annotation: 20_000,
} as const;

const inflate = promisify(gunzip);
const unstorableEscape = /\\u(0000|d[89a-f])/i;

/** Bodies arrive as they are: what they are is decided by the protocol, not by a parser that knows none. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // The first is what nearly all send, and is found without taking the header apart.
  app.addContentTypeParser(
    ['application/json', '*'],
    { parseAs: 'buffer', bodyLimit: limits.body },
    (_request, body, done) => {
      done(null, body);
    },
  );
}

/** The body as text, inflated. Throws `invalid`, `too-large` or `unsupported-media-type`. */
export async function readText(request: FastifyRequest): Promise<string> {
  const bytes = await inflated(request);
  if (!isUtf8(bytes)) throw invalid('(body)', 'is not valid UTF-8');
  return bytes.toString('utf8');
}

async function inflated(request: FastifyRequest): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new AppError(
      'unsupported-media-type',
      `Content-Encoding "${encoding}" is not understood; send gzip or none.`,
    );
  try {
    return await inflate(body, { maxOutputLength: limits.body });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError(
        'too-large',
        `The body is larger than ${limits.body / 1024 / 1024} MiB once inflated.`,
      );
    throw invalid('(body)', 'is not valid gzip');
  }
}

/** Parses JSON of at most {@link limits}.depth levels whose strings can all be stored. Throws `invalid`. */
export function parseJson(text: string): unknown {
  if (isDeeper(text, limits.depth)) throw invalid('(body)', `is nested deeper than ${limits.depth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid('(body)', `is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
  // Only an escape can bring a character that cannot be stored into a string of valid UTF-8.
  if (unstorableEscape.test(text)) refuseUnstorable(value, '');
  return value;
}

export function invalid(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}

/** Brackets that are open at once, strings skipped. */
function isDeeper(text: string, max: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22) index = endOfString(text, index);
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > max) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return false;
}

function endOfString(text: string, from: number): number {
  for (let index = from + 1; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x5c) index += 1;
    else if (unit === 0x22) return index;
  }
  return text.length;
}

function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string') {
    const fault = unstorable(value);
    if (fault !== null) throw invalid(path === '' ? '(body)' : path, fault);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnstorable(item, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      const inner = path === '' ? name : `${path}.${name}`;
      if (unstorable(name) !== null)
        throw invalid(path === '' ? '(body)' : path, `has a name that ${unstorable(name)}`);
      refuseUnstorable(item, inner);
    }
  }
}

function unstorable(text: string): string | null {
  if (text.includes('\0')) return 'contains the character NUL';
  return text.isWellFormed() ? null : 'contains half of a surrogate pair';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
