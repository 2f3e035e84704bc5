import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, systemCtx, type Env } from '#platform';
import { inflated, invalid, parseAnyJson, senderOf, takeRawBodies } from '#signals';
import { MalformedProtobuf } from '../core/otlp/protobuf.ts';
import { envelope, readJson } from '../core/otlp/read-json.ts';
import { readProtobuf } from '../core/otlp/read-protobuf.ts';
import { spanLimits, type RawSpan } from '../core/otlp/span.ts';
import { takeInSpans, type TakenSpans } from './take-in-spans.ts';

/** OTLP over HTTP, traces only: `POST /intake/otlp/v1/traces`, protobuf or JSON, also gzipped. The key of an integration, also in the path. */
export async function otlpPlugin(app: FastifyInstance, env: Env): Promise<void> {
  await app.register(async (intake) => {
    takeRawBodies(intake);
    for (const prefix of ['/intake', '/intake/k/:key']) {
      const url = `${prefix}/otlp/v1/traces`;
      intake.post(url, async (request, reply) => postTraces(env, request, reply));
      intake.route({
        method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        url,
        handler: async (_request, reply) => {
          reply.header('allow', 'POST');
          throw new AppError('method-not-allowed', 'Traces are sent with POST.');
        },
      });
    }
  });
}

const protobufType = 'application/x-protobuf';

async function postTraces(env: Env, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const integration = await senderOf(env, request);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isProtobuf = type === protobufType || type === 'application/protobuf';
  if (!isProtobuf && type !== 'application/json')
    throw new AppError(
      'unsupported-media-type',
      `"${type}" is not understood; send ${protobufType} or application/json.`,
    );
  const body = await inflated(request);
  const raw = isProtobuf ? fromProtobuf(body) : fromJson(body);
  const ctx = systemCtx(env, `integration ${integration.name}`, 'intake');
  const taken = await takeInSpans(ctx, { integration: integration.id, raw });
  return isProtobuf
    ? reply.type(protobufType).send(protobufAnswer(taken))
    : reply.send(
        taken.refused === 0 ? {} : { partialSuccess: { rejectedSpans: String(taken.refused), errorMessage } },
      );
}

const errorMessage = 'Spans without ids, without a time, or that end before they begin were left out.';

function fromProtobuf(body: Buffer): RawSpan[] {
  try {
    return counted(readProtobuf(body));
  } catch (error) {
    if (error instanceof MalformedProtobuf)
      throw invalid('(body)', `is not an OTLP message: ${error.message}`);
    throw error;
  }
}

function fromJson(body: Buffer): (RawSpan | null)[] {
  const parsed = envelope.safeParse(parseAnyJson(body.toString('utf8')));
  const [issue] = parsed.error?.issues ?? [];
  if (issue) throw invalid(issue.path.join('.') || '(body)', issue.message);
  return parsed.success ? counted(readJson(parsed.data)) : [];
}

function counted<T>(spans: Iterable<T>): T[] {
  const found: T[] = [];
  for (const span of spans) {
    if (found.length >= spanLimits.spans)
      throw new AppError('too-large', `One request holds at most ${spanLimits.spans} spans.`);
    found.push(span);
  }
  return found;
}

/** An `ExportTraceServiceResponse`: empty, or with the number of refused spans and why. */
function protobufAnswer({ refused }: TakenSpans): Buffer {
  if (refused === 0) return Buffer.alloc(0);
  const message = Buffer.from(errorMessage);
  const partial = Buffer.concat([
    Buffer.from([0x08, ...varint(refused), 0x12, ...varint(message.length)]),
    message,
  ]);
  return Buffer.concat([Buffer.from([0x0a, ...varint(partial.length)]), partial]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];
}
