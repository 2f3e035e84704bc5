import { ORPCError, ValidationError } from '@orpc/server';
import { ZodError, type z } from 'zod';
import { AppError, httpStatus, isStorageDown, type FieldFault } from '../errors.ts';
import { storageDown } from '../db/transaction.ts';

/** RFC 9457 problem document; `code` is one of the closed set, `errors` name what is wrong and where. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly FieldFault[];
}

export const problemType = 'application/problem+json; charset=utf-8';

const titles: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Sign-in is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly keys?: readonly string[];
}

/** Faults of a failed parse with paths like `spec.steps[2].minutes`. */
function faultsOf(issues: readonly z.core.$ZodIssue[]): FieldFault[] {
  return issues.map((issue) => faultOf(issue));
}

function faultOf(issue: Issue): FieldFault {
  const parts = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  const path = parts.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  const unknown = issue.keys === undefined ? '' : issue.keys.map((key) => `.${key}`).join(', ');
  return {
    path: `${path}${unknown}`.replace(/^\./, '') || '(body)',
    message: unknown === '' ? issue.message : 'is not a known field',
  };
}

/** Any error as an expected refusal; `null` for a bug, whose text must not reach a client. */
export function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return invalidInput(faultsOf(error.issues));
  if (isStorageDown(error)) return storageDown(error);
  if (isUnstorableText(error))
    return new AppError('invalid', 'The request holds a character that no text here can have, such as NUL.', {
      cause: error,
    });
  if (error instanceof ORPCError) return fromOrpc({ status: error.status, cause: error.cause });
  return fromFastify(error);
}

/** PostgreSQL `character_not_in_repertoire` and `untranslatable_character`: NUL and lone surrogates. Addresses and queries may hold them anywhere. */
function isUnstorableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05');
}

/** The refusal of a request whose fields are not as documented; the first fault is the sentence of it. */
export function invalidInput(faults: readonly FieldFault[]): AppError {
  const first = faults[0];
  return new AppError('invalid', first ? `${first.path}: ${first.message}` : 'The request is not valid.', {
    faults,
  });
}

function fromOrpc(error: { status: number; cause?: unknown }): AppError | null {
  if (error.cause instanceof AppError) return error.cause;
  if (error.status === 400) {
    const issues = error.cause instanceof ValidationError ? error.cause.issues : [];
    if (issues.length > 0) return invalidInput(issues.map((issue) => faultOf(issue)));
    return new AppError('invalid', 'The request body is not valid JSON of the documented shape.');
  }
  if (error.status === 404) return new AppError('not-found', 'There is nothing at this address.');
  if (error.status === 405)
    return new AppError('method-not-allowed', 'This address does not take this method.');
  return null;
}

function fromFastify(error: unknown): AppError | null {
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : 500;
  const message = error instanceof Error ? error.message : '';
  switch (status) {
    case 400:
      return new AppError('invalid', message);
    case 404:
      return new AppError('not-found', 'There is nothing at this address.');
    case 413:
      return new AppError('too-large', 'The request body is too large.');
    case 415:
      return new AppError('unsupported-media-type', 'This content type is not understood here.');
    case 429:
      return new AppError('rate-limited', message);
    default:
      return null;
  }
}

/** The document for any error; a bug becomes a bare 500 with the request id, under which the log has the rest. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = asAppError(error);
  const status = known ? httpStatus(known.code) : 500;
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    code: known?.code ?? 'internal',
    detail: known?.publicMessage ?? 'Something went wrong on our side. Nothing of the request was stored.',
    requestId,
    ...(known && known.faults.length > 0 ? { errors: known.faults } : {}),
  };
}
