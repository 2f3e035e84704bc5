import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, systemCtx, type Ctx, type Env } from '#platform';
import { inflated, invalid, parseAnyJson, senderOf, takeRawBodies } from '#signals';
import { MalformedProtobuf } from '../core/otlp/protobuf.ts';
import { logs, traces, type Signal } from './signal.ts';

/** OTLP over HTTP: `POST /intake/otlp/v1/traces` and `/v1/logs`, protobuf or JSON, also gzipped. The key of an integration, also in the path. */
export async function otlpPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(async (intake) => {
    takeRawBodies(intake);
    for (const prefix of ['/intake', '/intake/k/:key']) {
      mount(intake, env, { url: `${prefix}/otlp/v1/traces`, signal: traces });
      mount(intake, env, { url: `${prefix}/otlp/v1/logs`, signal: logs });
    }
  });
}

function mount<T>(
  intake: FastifyInstance,
  env: Env,
  { url, signal }: { readonly url: string; readonly signal: Signal<T> },
): void {
  intake.post(url, async (request, reply) => take(env, signal, { request, reply }));
  intake.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url,
    handler: async (_request, reply) => {
      reply.header('allow', 'POST');
      throw new AppError('method-not-allowed', `${signal.title} are sent with POST.`);
    },
  });
}

const protobufType = 'application/x-protobuf';

async function take<T>(
  env: Env,
  signal: Signal<T>,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isProtobuf = type === protobufType || type === 'application/protobuf';
  if (!isProtobuf && type !== 'application/json')
    throw new AppError(
      'unsupported-media-type',
      `"${type}" is not understood; send ${protobufType} or application/json.`,
    );
  const body = await inflated(request);
  const raw = isProtobuf ? fromProtobuf(signal, body) : fromJson(signal, body);
  const ctx: Ctx = systemCtx(env, `integration ${integration.name}`, 'intake');
  const { refused } = await signal.takeIn(ctx, { integration: integration.id, raw });
  return isProtobuf
    ? reply.type(protobufType).send(protobufAnswer(refused, signal.refusal))
    : reply.send(
        refused === 0
          ? {}
          : { partialSuccess: { [signal.rejected]: String(refused), errorMessage: signal.refusal } },
      );
}

function fromProtobuf<T>(signal: Signal<T>, body: Buffer): (T | null)[] {
  try {
    return counted(signal, signal.readProtobuf(body));
  } catch (error) {
    if (error instanceof MalformedProtobuf)
      throw invalid('(body)', `is not an OTLP message: ${error.message}`);
    throw error;
  }
}

function fromJson<T>(signal: Signal<T>, body: Buffer): (T | null)[] {
  const read = signal.readJson(parseAnyJson(body.toString('utf8')));
  if ('path' in read) throw invalid(read.path, read.message);
  return counted(signal, read.items);
}

function counted<T>({ most, things }: Signal<T>, items: Iterable<T | null>): (T | null)[] {
  const found: (T | null)[] = [];
  for (const item of items) {
    if (found.length >= most) throw new AppError('too-large', `One request holds at most ${most} ${things}.`);
    found.push(item);
  }
  return found;
}

/** An `ExportTraceServiceResponse` or `ExportLogsServiceResponse`: empty, or with the number of refused ones and why. */
function protobufAnswer(refused: number, why: string): Buffer {
  if (refused === 0) return Buffer.alloc(0);
  const message = Buffer.from(why);
  const partial = Buffer.concat([
    Buffer.from([0x08, ...varint(refused), 0x12, ...varint(message.length)]),
    message,
  ]);
  return Buffer.concat([Buffer.from([0x0a, ...varint(partial.length)]), partial]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];
}
