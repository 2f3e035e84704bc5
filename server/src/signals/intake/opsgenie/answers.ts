import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asAppError, httpStatus, type Env } from '#platform';

/** A refusal in Opsgenie's form; `errors` by field. */
export class OpsgenieRefusal extends Error {
  readonly status: number;
  readonly errors: Readonly<Record<string, string>>;

  constructor(status: number, message: string, errors: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'OpsgenieRefusal';
    this.status = status;
    this.errors = errors;
  }

  static unprocessable(errors: Readonly<Record<string, string>>): OpsgenieRefusal {
    return new OpsgenieRefusal(422, 'Request body is not processable. Please check the errors.', errors);
  }
}

interface Answer {
  readonly status: number;
  readonly body: object;
  /** The one that its outcome is asked for with; the one of our logs where none is given. */
  readonly requestId?: string;
}

/** Every answer of Opsgenie carries how long it took, in seconds, and a request id. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, body, requestId = request.id }: Answer,
): FastifyReply {
  const took = Math.round(reply.elapsedTime) / 1000;
  return reply.status(status).send({ ...body, took, requestId });
}

/** Answers every error as Opsgenie would; storage trouble is 503, which its clients repeat. */
export function answerOpsgenieErrors(env: Env) {
  return async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (error instanceof OpsgenieRefusal) {
      const errors = Object.keys(error.errors).length > 0 ? { errors: error.errors } : {};
      return answer(request, reply, { status: error.status, body: { message: error.message, ...errors } });
    }
    const known = asAppError(error);
    if (!known) env.log.error({ url: request.url, error: error.stack }, 'intake request failed');
    if (known?.retryAfterS !== undefined) reply.header('retry-after', String(known.retryAfterS));
    const status = known ? httpStatus(known.code) : 500;
    if (status === 401) reply.header('www-authenticate', 'GenieKey');
    const errors: Record<string, string> = {};
    for (const { path, message } of known?.faults ?? []) errors[path] = message;
    const message =
      known?.publicMessage ?? 'Something went wrong on our side. Nothing of the request was stored.';
    return answer(request, reply, {
      status,
      body: { message, ...(Object.keys(errors).length > 0 ? { errors } : {}) },
    });
  };
}
