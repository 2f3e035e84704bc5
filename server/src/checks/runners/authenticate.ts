import type { FastifyRequest } from 'fastify';
import { FailureGate, secretHash } from '#identity';
import { AppError, type Env } from '#platform';
import { findByToken } from '../store/runner-store.ts';
import type { Runner } from './runner.ts';

const tokenLengthMax = 200;

/** Tries of tokens that nobody knows, and hashes of those that were good once: who uses one is not held up by what else comes from its address. */
interface Door {
  readonly gate: FailureGate;
  readonly good: Set<string>;
}
const doors = new WeakMap<Env, Door>();
const goodMax = 5_000;

/**
 * The runner that asks, by its token. A runner's token opens nothing but the runner protocol. Throws `unauthenticated`, and `rate-limited`
 * for an address that tries too many tokens: that costs storage nothing.
 */
export async function authenticateRunner(env: Env, request: FastifyRequest): Promise<Runner> {
  const token = /^bearer (fmr_[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const runner =
    token === undefined || token.length > tokenLengthMax ? null : await lookUp(env, token, request.ip);
  if (runner === null)
    throw new AppError('unauthenticated', 'The runner token is missing, unknown or revoked.');
  return runner;
}

async function lookUp(env: Env, token: string, address: string): Promise<Runner | null> {
  const { gate, good } = doorOf(env);
  const hash = secretHash(token);
  const key = hash.toString('base64');
  const isGuess = !good.has(key);
  if (isGuess && !gate.take(address, env.clock.now().getTime()))
    throw new AppError(
      'rate-limited',
      'Too many unknown runner tokens came from this address. Please wait.',
      {
        retryAfterS: 1,
      },
    );
  const runner = await findByToken(env.databases.worker, hash);
  if (runner === null) good.delete(key);
  else if (isGuess) {
    gate.giveBack(address);
    remember(good, key);
  }
  return runner;
}

function doorOf(env: Env): Door {
  const known = doors.get(env) ?? { gate: new FailureGate(), good: new Set<string>() };
  doors.set(env, known);
  return known;
}

function remember(good: Set<string>, key: string): void {
  good.add(key);
  if (good.size <= goodMax) return;
  const oldest = good.values().next();
  if (!oldest.done) good.delete(oldest.value);
}
