import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Env } from '#platform';
import { amendAlert, noteOnAlert } from '../../alerts/amend-alert.ts';
import type { Integration, Signal } from '../../core/signal.ts';
import { isRecord, limits, parseJson, readText } from '../body.ts';
import { batcherOf } from '../intake.ts';
import { makeSignal } from '../make-signal.ts';
import { senderOf } from '../sender.ts';
import { answer, OpsgenieRefusal } from './answers.ts';
import { addressedKey } from './identifier.ts';
import { parseAlert, textOf } from './parse-alert.ts';
import { requestIdOf, type OpsgenieAction } from './request-id.ts';

/** `POST /v2/alerts`: 202 once it is committed. */
export async function createAlert(
  env: Env,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const signal = parseAlert(await bodyOf(request), { integration, newKey: randomUUID });
  await batcherOf(env).accept([signal]);
  return accepted({ env, request, reply }, 'Create', signal.key);
}

/** `POST /v2/alerts/{identifier}/close`; a note that comes with it is kept. */
export const closeAlert = transition('Close', 'resolve');
/** `POST /v2/alerts/{identifier}/acknowledge`. */
export const acknowledgeAlert = transition('Acknowledge', 'acknowledge');

type Handler = (env: Env, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function transition(action: OpsgenieAction, signalled: 'resolve' | 'acknowledge'): Handler {
  return async (env, request, reply) => {
    const integration = await senderOf(env, request);
    const note = readNote(await bodyOf(request), { required: false });
    const key = await addressedKey(env, integration, request);
    if (key !== null) {
      await batcherOf(env).accept([aboutAlert(integration, key, signalled)]);
      if (note !== null) await noteOnAlert(env, { integration, key, note });
    }
    return accepted({ env, request, reply }, action, key);
  };
}

/** `POST /v2/alerts/{identifier}/notes`. */
export async function addNote(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const note = readNote(await bodyOf(request), { required: true });
  const key = await addressedKey(env, integration, request);
  if (key !== null && note !== null) await noteOnAlert(env, { integration, key, note });
  return accepted({ env, request, reply }, 'AddNote', key);
}

/** `PUT /v2/alerts/{identifier}/message`. */
export const updateMessage = amendment('message', 'UpdateMessage');
/** `PUT /v2/alerts/{identifier}/description`. */
export const updateDescription = amendment('description', 'UpdateDescription');

function amendment(field: 'message' | 'description', action: OpsgenieAction): Handler {
  return async (env, request, reply) => {
    const integration = await senderOf(env, request);
    const errors: Record<string, string> = {};
    const text = textOf(await bodyOf(request), field, errors);
    if (text === undefined)
      throw OpsgenieRefusal.unprocessable({ [field]: errors[field] ?? `${field} can not be empty.` });
    const key = await addressedKey(env, integration, request);
    if (key !== null)
      await amendAlert(env, { integration, key }, (alert) =>
        field === 'message'
          ? { ...alert, title: text }
          : { ...alert, annotations: { ...alert.annotations, description: text } },
      );
    return accepted({ env, request, reply }, action, key);
  };
}

/** What Opsgenie's senders may ask of it beyond the above changes who is called and when; that is decided here. */
export async function refuseAction(
  env: Env,
  request: FastifyRequest,
  _reply: FastifyReply,
): Promise<FastifyReply> {
  await senderOf(env, request);
  const asked = request.url.replace(/\?.*$/, '').split('/').at(-1) ?? '';
  throw OpsgenieRefusal.unprocessable({
    action: `"${asked}" can not be asked for by a sender. Taken are close, acknowledge, notes, message and description.`,
  });
}

async function bodyOf(request: FastifyRequest): Promise<Record<string, unknown>> {
  const text = await readText(request);
  const body = text.trim() === '' ? {} : parseJson(text);
  if (isRecord(body)) return body;
  throw OpsgenieRefusal.unprocessable({ '(body)': 'must be a JSON object.' });
}

function readNote(
  body: Record<string, unknown>,
  { required }: { readonly required: boolean },
): string | null {
  const errors: Record<string, string> = {};
  const note = textOf(body, 'note', errors);
  const user = textOf(body, 'user', errors);
  if (note === undefined && required) errors['note'] ??= 'Note can not be empty.';
  if (Object.keys(errors).length > 0) throw OpsgenieRefusal.unprocessable(errors);
  if (note === undefined) return null;
  const text = user === undefined ? note : `${user}: ${note}`;
  return text.slice(0, limits.annotation).toWellFormed();
}

function aboutAlert(integration: Integration, key: string, action: 'resolve' | 'acknowledge'): Signal {
  return makeSignal({
    integration,
    source: 'opsgenie',
    action,
    key,
    title: 'Alert',
    labels: {},
    annotations: {},
    link: null,
    startsAt: null,
    endsAt: null,
    expiresAfterMs: null,
    keepsHistory: false,
    countsDurably: true,
  });
}

interface Exchange {
  readonly env: Env;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Also where no alert was found: Opsgenie tells only whoever asks for the outcome. */
function accepted(
  { env, request, reply }: Exchange,
  action: OpsgenieAction,
  key: string | null,
): FastifyReply {
  const requestId = requestIdOf({ action, at: env.clock.now().getTime(), key: key ?? ' ' });
  return answer(request, reply, { status: 202, body: { result: 'Request will be processed' }, requestId });
}
