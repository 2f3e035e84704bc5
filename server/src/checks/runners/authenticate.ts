import type { FastifyRequest } from 'fastify';
import { secretHash } from '#identity';
import { AppError, type Env } from '#platform';
import { findByToken } from '../store/runner-store.ts';
import type { Runner } from './runner.ts';

const tokenLengthMax = 200;

/** The runner that asks, by its token. A runner's token opens nothing but the runner protocol. Throws `unauthenticated`. */
export async function authenticateRunner(env: Env, request: FastifyRequest): Promise<Runner> {
  const token = /^bearer (fmr_[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const runner =
    token === undefined || token.length > tokenLengthMax
      ? null
      : await findByToken(env.databases.worker, secretHash(token));
  if (runner === null)
    throw new AppError('unauthenticated', 'The runner token is missing, unknown or revoked.');
  return runner;
}
