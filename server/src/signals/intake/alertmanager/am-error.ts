import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asAppError, httpStatus, type Env } from '#platform';

/** What a body is read as. */
export type Posted = 'alerts' | 'silence';

/** A refusal in Alertmanager's own form: a bare JSON string, or `{code, message}` where its framework refuses. */
export class AmError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, message: string, body: unknown = message) {
    super(message);
    this.name = 'AmError';
    this.status = status;
    this.body = body;
  }

  /** The body is not what the endpoint takes. */
  static unparsable(what: Posted, why: string): AmError {
    const message = `parsing ${what} body from "" failed, because ${why}`;
    return new AmError(400, message, { code: 400, message });
  }

  /** A field is missing (602), of the wrong form (601) or too short (612). */
  static field(code: number, message: string): AmError {
    return new AmError(422, message, { code, message });
  }
}

/** Answers every error under the Alertmanager API as Alertmanager would, storage trouble as 503 with Retry-After. */
export function answerAmErrors(env: Env) {
  return async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (error instanceof AmError)
      return reply.status(error.status).type('application/json').send(JSON.stringify(error.body));
    const known = asAppError(error);
    if (!known) env.log.error({ url: request.url, error: error.stack }, 'intake request failed');
    const { status, message } = known
      ? { status: httpStatus(known.code), message: known.publicMessage }
      : bug;
    if (known?.retryAfterS !== undefined) reply.header('retry-after', String(known.retryAfterS));
    if (status === 401) reply.header('www-authenticate', 'Bearer realm="fieldmarshal intake"');
    return reply
      .status(status)
      .type('application/json')
      .send(JSON.stringify({ code: status, message }));
  };
}

const bug = { status: 500, message: 'Something went wrong on our side. Nothing of the request was stored.' };
