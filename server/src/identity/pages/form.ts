import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, asAppError, httpStatus, type Env } from '#platform';
import { isSameOrigin } from '../sessions/same-origin.ts';
import type { Caller } from '../sessions/start-session.ts';
import { pageHeaders } from './html.ts';
import { errorPage } from './views.ts';

const formBytesMax = 16 * 1024;

/** Forms are parsed, and refusals answered as pages, in this scope only. */
export function answerWithPages(scope: FastifyInstance, env: Env): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  scope.setErrorHandler(async (error, request, reply) => {
    const known = asAppError(error);
    if (!known) {
      const text = error instanceof Error ? error.stack : String(error);
      env.log.error({ requestId: request.id, error: text }, 'request failed');
    }
    const sentence =
      known?.publicMessage ?? `Something went wrong on our side. The log has it under ${request.id}.`;
    return sendRefusal(reply, known, errorPage(sentence));
  });
}

export async function sendPage(reply: FastifyReply, status: number, page: string): Promise<FastifyReply> {
  return reply.status(status).headers(pageHeaders).send(page);
}

/** A page with the status of the refusal, and when to come back where that is known. */
export async function sendRefusal(
  reply: FastifyReply,
  error: AppError | null,
  page: string,
): Promise<FastifyReply> {
  if (error?.retryAfterS !== undefined) reply.header('retry-after', String(error.retryAfterS));
  return sendPage(reply, error ? httpStatus(error.code) : 500, page);
}

/** The fields of a posted form. Throws `forbidden` where the form is not one of our own pages. */
export function readForm(env: Env, request: FastifyRequest): (name: string) => string {
  if (!isSameOrigin(request, env.config)) {
    throw new AppError(
      'forbidden',
      'This form was not sent from a page of this server. Open the page here and try again; behind a proxy, the administrator sets FIELDMARSHAL_PUBLIC_URL to the address that people use.',
    );
  }
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  // PostgreSQL holds no NUL.
  return (name) => (form.get(name) ?? '').replaceAll('\0', '\u{FFFD}');
}

export function callerOf(env: Env, request: FastifyRequest): Caller {
  return {
    env,
    requestId: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').replaceAll('\0', ''),
  };
}

/** A place on this server to go on to; anything else becomes the start page. */
export function localPath(to: string): string {
  const base = 'http://here.invalid';
  if (!to.startsWith('/') || /[\\\p{Cc}]/u.test(to) || !URL.canParse(to, base)) return '/';
  const url = new URL(to, base);
  // With its dots taken out, `/.//elsewhere` names another host.
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}`;
}

/** An expected refusal; bugs, and storage that is down, go on to the error page. */
export function refusalOf(error: unknown, { alsoUnavailable = false } = {}): AppError {
  if (error instanceof AppError && (alsoUnavailable || error.code !== 'unavailable')) return error;
  throw error;
}
