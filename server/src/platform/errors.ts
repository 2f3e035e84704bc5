/** Every expected refusal, mapped once to HTTP ({@link httpStatus}), exit code and UI text. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'sign-in-again'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported-media-type'
  | 'refused'
  | 'rate-limited'
  | 'unavailable';

/** One thing wrong with the input. `path` points into it, e.g. `spec.steps[2].minutes`; `line` and `column` count from 1. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

interface AppErrorOptions {
  readonly faults?: readonly FieldFault[];
  /** For logs only; never reaches a client. */
  readonly internal?: string;
  /** Whether the same request may succeed later without a change. */
  readonly retryable?: boolean;
  /** Seconds, for `Retry-After`. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** An expected refusal with a sentence fit for the person who asked. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly faults: readonly FieldFault[];
  readonly internal: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: AppErrorOptions = {}) {
    super(publicMessage, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.publicMessage = publicMessage;
    this.faults = options.faults ?? [];
    this.internal = options.internal;
    this.retryable = options.retryable ?? (code === 'unavailable' || code === 'rate-limited');
    this.retryAfterS = options.retryAfterS ?? (code === 'unavailable' ? 1 : undefined);
  }
}

const statuses: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'sign-in-again': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  refused: 422,
  'rate-limited': 429,
  unavailable: 503,
};

export function httpStatus(code: ErrorCode): number {
  return statuses[code];
}

/** The answer to a missing object and to one the actor may not see: the two must look the same. */
export function notFound(what: string): AppError {
  return new AppError('not-found', `${what} does not exist, or you may not see it.`);
}

/** True where storage did not answer: lost connection, shutdown (its own or of this process), time-out, disk full, too many connections. */
export function isStorageDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|53|57P0)/.test(code) ||
    /^(57014|55P03|25006|58030)$/.test(code) ||
    /^(ECONN|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENET)/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout|not currently accepting connections|Cannot use a pool after calling end/i.test(
      error.message,
    )
  );
}

/** PostgreSQL `unique_violation`, optionally of one constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '23505' &&
    (constraint === undefined || ('constraint' in error && error.constraint === constraint))
  );
}
