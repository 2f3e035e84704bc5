import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '#platform';

/** Limits of one request; documented in docs/intake.md. */
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
/** Each piece costs a turn of the event loop: with Node's 16 KiB a bomb takes four times as long until it is refused. */
const inflateChunkBytes = 256 * 1024;
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

/** The body as it was before its sender packed it. Throws `invalid`, `too-large` or `unsupported-media-type`. */
export async function inflated(request: FastifyRequest): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new AppError(
      'unsupported-media-type',
      `Content-Encoding "${encoding}" is not understood; send gzip or none.`,
    );
  try {
    return await inflate(body, { maxOutputLength: limits.body, chunkSize: inflateChunkBytes });
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
  const value = parseAnyJson(text);
  if (!mayBeUnstorable(text)) return value;
  const fault = unstorableIn(value, '');
  if (fault !== null) throw invalid(fault.path === '' ? '(body)' : fault.path, fault.message);
  return value;
}

/** Whether {@link unstorableIn} can find anything: only an escape brings such a character into a string of valid UTF-8. */
export function mayBeUnstorable(text: string): boolean {
  return unstorableEscape.test(text);
}

/** Parses JSON of at most {@link limits}.depth levels; its strings may hold what cannot be stored. Throws `invalid`. */
export function parseAnyJson(text: string): unknown {
  if (isDeeper(text, limits.depth)) throw invalid('(body)', `is nested deeper than ${limits.depth} levels`);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw invalid('(body)', `is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
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

/** The first text or name that cannot be stored, NUL or half of a surrogate pair. */
export function unstorableIn(
  value: unknown,
  path: string,
): { readonly path: string; readonly message: string } | null {
  if (typeof value === 'string') {
    const message = unstorable(value);
    return message === null ? null : { path, message };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, item] of Object.entries(value)) {
    const inName = unstorable(name);
    if (inName !== null) return { path, message: `has a name that ${inName}` };
    const inner = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    const found = unstorableIn(item, inner);
    if (found !== null) return found;
  }
  return null;
}

function unstorable(text: string): string | null {
  if (text.includes('\0')) return 'contains the character NUL';
  return text.isWellFormed() ? null : 'contains half of a surrogate pair';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
