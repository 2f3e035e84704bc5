import { context, propagation, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { Agent, request } from 'node:http';
import type { ProductName } from '../ports.ts';
import { DependencyFailed, Refusal, type Json } from './behaviour.ts';
import { isJson } from './fields.ts';

/** Keeps connections open between the products; destroy it when they stop. */
export function connections(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 32, timeout: 30_000 });
}

export interface Call {
  agent: Agent;
  port: number;
  product: ProductName;
  operation: string;
  input: Json;
  timeoutMs: number;
  tracer: Tracer;
}

const answerBytesMax = 1_000_000;

/**
 * Posts to `/{operation}` of a product, inside a client span whose `traceparent` travels along.
 * Throws `Refusal` with the other side's 4xx, and `DependencyFailed` for everything else that is not a 200.
 */
export async function call(details: Call): Promise<Json> {
  const { tracer, product, operation } = details;
  const span = tracer.startSpan(`POST ${product}/${operation}`, {
    kind: SpanKind.CLIENT,
    attributes: { 'http.request.method': 'POST', 'peer.service': product, 'server.port': details.port },
  });
  const active = trace.setSpan(context.active(), span);
  try {
    const answer = await context.with(active, () => post(details));
    span.setAttribute('http.response.status_code', answer.status);
    return resultOf(answer, product);
  } catch (error) {
    if (!(error instanceof Refusal)) span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}

interface Answer {
  status: number;
  body: string;
}

function resultOf({ status, body }: Answer, product: ProductName): Json {
  if (status >= 500) throw new DependencyFailed(product, status === 504 ? 504 : 502);
  const parsed: unknown = JSON.parse(body);
  if (!isJson(parsed)) throw new DependencyFailed(product, 502);
  if (status >= 400) throw new Refusal(status, String(parsed['error']));
  return parsed;
}

function post({ agent, port, product, operation, input, timeoutMs }: Call): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  propagation.inject(context.active(), headers);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = () => reject(new DependencyFailed(product, signal.aborted ? 504 : 502));
    const sent = request(
      { host: '127.0.0.1', port, agent, method: 'POST', path: `/${operation}`, headers, signal },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > answerBytesMax) response.destroy();
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 502, body: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('close', fail);
      },
    );
    sent.on('error', fail);
    sent.end(JSON.stringify(input));
  });
}
