import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, inTransaction, systemCtx, type Env } from '#platform';
import type { EventMapping } from '../../core/event-reading.ts';
import type { Integration } from '../../core/signal.ts';
import { recordChanges } from '../../records/record-change.ts';
import { readRouting } from '../../routing.ts';
import { findMapping } from '../../store/mapping-store.ts';
import { keepAllUnparsed } from '../../store/unparsed-store.ts';
import { invalid, limits, parseAnyJson, parseJson, readText } from '../body.ts';
import { batcherOf } from '../intake.ts';
import { keepForLater } from '../keep-for-later.ts';
import { senderOf } from '../sender.ts';
import { binaryEvent, isJson } from './cloud-event.ts';
import { readAny, readCloudEvent, readStructured, type Item } from './read-item.ts';

/** CloudEvents in three modes, and plain JSON. */
export async function eventsRoutes(app: FastifyInstance, env: Env): Promise<void> {
  app.post('/', async (request, reply) => postEvents(env, request, reply));
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/',
    handler: async (request, reply) => {
      reply.header('allow', 'POST');
      if (request.method === 'OPTIONS') return agree(env, request, reply);
      throw new AppError('method-not-allowed', 'Events are sent with POST.');
    },
  });
}

/** CloudEvents' HTTP webhooks ask whether a sender is wanted before it sends: with a key it is, as often as it likes. */
async function agree(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await senderOf(env, request);
  const origin = request.headers['webhook-request-origin'];
  if (typeof origin === 'string' && origin !== '')
    reply.header('webhook-allowed-origin', origin).header('webhook-allowed-rate', '*');
  return reply.status(200).send();
}

async function postEvents(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const text = await readText(request);
  const type = request.headers['content-type'] ?? '';
  if (text.trim() === '' && request.headers['ce-id'] === undefined) throw invalid('(body)', 'is empty');
  if (type !== '' && !isJson(type) && !readsAsJson(text) && request.headers['ce-id'] === undefined)
    return keepForLater({ env, request, reply, integration, text, reason: `"${type}" is not JSON` });
  const mapping = await readMapping(env, integration.id);
  const items = readItems(request, text, { integration, mapping, now: env.clock.now().getTime() });
  const counts = await storeItems(env, items, { integration, endpoint: '/intake/events', contentType: type });
  return reply
    .status(202)
    .send({ status: counts.kept > 0 && counts.kept === items.length ? 'kept' : 'accepted', ...counts });
}

const readings = new WeakMap<Env['databases'], Map<string, Promise<EventMapping | null>>>();

/** Requests that come while the mapping of their integration is being read share that read: a storm must not wait for connections. */
async function readMapping(env: Env, integration: string): Promise<EventMapping | null> {
  const shared = readings.get(env.databases) ?? new Map<string, Promise<EventMapping | null>>();
  readings.set(env.databases, shared);
  const running = shared.get(integration);
  if (running) return running;
  const reading = findMapping(env.databases.intake, integration).finally(() => shared.delete(integration));
  shared.set(integration, reading);
  return reading;
}

/** Senders that forget the content type still mean JSON; `[CRITICAL] disk full` does not. */
function readsAsJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    parseAnyJson(text);
    return true;
  } catch {
    return false;
  }
}

interface Reading {
  readonly integration: Integration;
  readonly mapping: EventMapping | null;
  readonly now: number;
}

function readItems(request: FastifyRequest, text: string, options: Reading): Item[] {
  const type = request.headers['content-type'] ?? '';
  if (/^application\/cloudevents-batch\+json\b/i.test(type))
    return list(parseJson(text)).map((event, index) =>
      readStructured(event, { ...options, path: `[${index}].` }),
    );
  if (/^application\/cloudevents\+json\b/i.test(type))
    return [readStructured(parseJson(text), { ...options, path: '' })];
  if (request.headers['ce-id'] !== undefined || request.headers['ce-specversion'] !== undefined)
    return [readBinary(request.headers, text, options)];
  return readJson(text, options);
}

/** A CloudEvent whose attributes are headers. */
export function readBinary(headers: IncomingHttpHeaders, text: string, options: Reading): Item {
  return readCloudEvent(binaryEvent(headers, text), { ...options, path: '', timePath: 'ce-time' });
}

/** One event, or an array of them. */
export function readJson(text: string, options: Reading): Item[] {
  const body = parseJson(text);
  if (!Array.isArray(body)) return [readAny(body, { ...options, path: '' })];
  return list(body).map((event, index) => readAny(event, { ...options, path: `[${index}].` }));
}

function list(body: unknown): unknown[] {
  if (!Array.isArray(body)) throw invalid('(body)', 'must be an array of events');
  if (body.length > limits.signals) throw invalid('(body)', `holds more than ${limits.signals} events`);
  return body;
}

interface From {
  readonly integration: Integration;
  readonly endpoint: string;
  readonly contentType: string;
}

/** Stores each for what it is; ends once all is durable. */
async function storeItems(
  env: Env,
  items: readonly Item[],
  { integration, endpoint, contentType }: From,
): Promise<{ readonly alerts: number; readonly changes: number; readonly kept: number }> {
  const signals = items.flatMap((item) => (item.kind === 'alert' ? [item.signal] : []));
  const changes = items.flatMap((item) => (item.kind === 'change' ? [item.change] : []));
  const unknown = items.flatMap((item) => (item.kind === 'unknown' ? [item] : []));
  await batcherOf(env).accept(signals);
  if (changes.length > 0 || unknown.length > 0) {
    const { names } = await readRouting(env);
    await inTransaction(systemCtx(env, 'intake', 'intake'), async (tx) => {
      if (changes.length > 0) await recordChanges(tx, { integration, names }, changes);
      const kept = { integration, endpoint, contentType, headers: {} };
      await keepAllUnparsed(
        tx,
        unknown.map(({ reason, text }) => ({ ...kept, body: text, reason })),
      );
      if (unknown.length > 0) tx.changed('alerts', `A signal of ${integration.name} was not understood`);
    });
  }
  return { alerts: signals.length, changes: changes.length, kept: unknown.length };
}
