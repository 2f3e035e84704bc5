import type { FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import type { Integration } from '../../core/signal.ts';
import { rowId } from '../../paging.ts';
import { findSent, type SentAlert } from '../../store/senders/sent-alert-store.ts';
import { oneLine } from '../make-signal.ts';
import { OpsgenieRefusal } from './answers.ts';

/** The text of a path parameter. */
export function param(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** The alert that a path speaks of, by `id` (which also is its `tiny` one) or by `alias`; `null` where this integration has sent none. */
export async function addressedAlert(
  env: Env,
  integration: Integration,
  request: FastifyRequest,
): Promise<SentAlert | null> {
  const identifier = param(request, 'identifier');
  if (typeOf(request) === 'alias')
    return findSent(env.databases.intake, integration.id, { key: aliasOf(identifier) });
  const id = rowId(identifier);
  return id === null ? null : findSent(env.databases.intake, integration.id, { id });
}

/** Its key. One that comes by alias needs no look: what is asked of an alert that does not exist changes nothing. */
export async function addressedKey(
  env: Env,
  integration: Integration,
  request: FastifyRequest,
): Promise<string | null> {
  if (typeOf(request) === 'alias') return aliasOf(param(request, 'identifier'));
  return (await addressedAlert(env, integration, request))?.key ?? null;
}

function aliasOf(identifier: string): string {
  const alias = identifier.toWellFormed().replaceAll(/\p{Cc}/gu, ' ');
  if (alias.length === 0 || alias.length > 512)
    throw OpsgenieRefusal.unprocessable({ identifier: 'An alias has 1 to 512 characters.' });
  return alias;
}

function typeOf(request: FastifyRequest): 'id' | 'alias' {
  const { query } = request;
  const given: unknown =
    typeof query === 'object' && query !== null ? Reflect.get(query, 'identifierType') : undefined;
  if (given === undefined || given === 'id' || given === 'tiny') return 'id';
  if (given === 'alias') return 'alias';
  const shown = typeof given === 'string' ? oneLine(given) : 'several';
  throw OpsgenieRefusal.unprocessable({
    identifierType: `Identifier type [${shown}] is not one of id, alias, tiny.`,
  });
}
