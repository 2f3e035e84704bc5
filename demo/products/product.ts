import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { createServer, type Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dependency } from '../house.ts';
import { close, listen } from '../loopback.ts';
import type { ProductName } from '../ports.ts';
import { DependencyFailed, Refusal, type Behaviour, type Calls, type Json } from './behaviour.ts';
import { readBody } from './body.ts';
import { call } from './call.ts';
import { instruments, type Instruments } from './instruments.ts';
import type { Log } from './logging.ts';
import { services } from './services/services.ts';
import type { Trouble } from './trouble.ts';
import { wrongData } from './wrong-data.ts';

export interface ProductPlan {
  name: ProductName;
  /** May change while it runs. */
  version: () => string;
  /** Of the version that runs now. */
  tracer: () => Tracer;
  log: () => Log;
  port: number;
  dependsOn: readonly Dependency[];
  /** Where another product of the same environment listens. */
  portOf: (product: ProductName) => number;
  agent: Agent;
  trouble: Trouble;
  now: () => number;
}

export interface RunningProduct {
  readonly port: number;
  stop(): Promise<void>;
}

const baseMemoryBytes = 6_000_000;
const healthyCertificateSeconds = 60 * 24 * 3600;
const tickMs = 500;

/** Starts one product with empty memory; rejects when its port is taken. Stopping drops open connections at once. */
export async function startProduct(plan: ProductPlan): Promise<RunningProduct> {
  const behaviour = services[plan.name](plan.now);
  const issuedAt = plan.now() / 1000;
  const metrics = instruments({
    version: plan.version,
    memoryBytes: () => baseMemoryBytes + plan.trouble.ballastBytes,
    certificateExpiresAt: () => certificateExpiry(plan, issuedAt),
    queue: behaviour.queue,
    now: plan.now,
  });
  const answer = handler(plan, behaviour, metrics);
  const server = createServer((req, res) => {
    void answer(req, res);
  });
  const port = await listen(server, plan.port);
  const ticking = setInterval(() => tick(behaviour, plan.trouble), tickMs);
  return {
    port,
    stop: () => {
      clearInterval(ticking);
      return close(server);
    },
  };
}

function tick(behaviour: Behaviour, trouble: Trouble): void {
  trouble.grow();
  const { queue } = behaviour;
  if (!queue) return;
  if (!trouble.find('queue-lag')) queue.drain();
  // Something must be waiting for a lag to be seen, even in an environment where nobody works just now.
  else if (queue.depth === 0) queue.push(() => undefined);
}

function certificateExpiry({ trouble }: ProductPlan, issuedAt: number): number {
  const fault = trouble.find('expiring-certificate');
  return fault
    ? trouble.since(fault.fault) / 1000 + fault.hours * 3600
    : issuedAt + healthyCertificateSeconds;
}

function handler(plan: ProductPlan, behaviour: Behaviour, metrics: Instruments) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.url === '/metrics') {
      res.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(await metrics.text());
      return;
    }
    const operation = (req.url ?? '/').slice(1);
    const began = performance.now();
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const span = plan
      .tracer()
      .startSpan(
        `POST /${operation}`,
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'POST', 'url.path': `/${operation}` } },
        propagation.extract(ROOT_CONTEXT, req.headers),
      );
    const outcome = await context.with(trace.setSpan(ROOT_CONTEXT, span), async () =>
      settled(async () => {
        await suffer(plan.trouble, gone.signal);
        if (plan.trouble.failsNow(operation)) throw new Error('A fault is on.');
        const run = behaviour.operations[operation];
        if (!run) throw new Refusal(404, `There is no operation ${operation}.`);
        const result = await run(await readBody(req), callsOf(plan, behaviour, metrics));
        return plan.trouble.find('wrong-data') ? wrongData[plan.name](result) : result;
      }),
    );
    const left = gone.signal.aborted && !res.writableFinished;
    const status = left ? 499 : outcome.status;
    endSpan(span, status, outcome.body);
    const known = operation in behaviour.operations ? operation : 'unknown';
    writeDown(plan.log(), { operation: known, status, body: outcome.body });
    metrics.served({ operation: known, status, seconds: (performance.now() - began) / 1000 });
    if (left) return;
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(outcome.body));
  };
}

/** One line for each request. */
function writeDown(
  log: Log,
  { operation, status, body }: { operation: string; status: number; body: Json },
): void {
  const route = `/${operation}`;
  if (status === 499) log.write('warn', `${operation}: the caller left first`, route);
  else if (status >= 500) log.write('error', `${operation} failed: ${String(body['error'])}`, route);
  else if (status >= 400) log.write('warn', `${operation} refused: ${String(body['error'])}`, route);
  else log.write('info', `${operation} answered`, route);
}

async function suffer(trouble: Trouble, gone: AbortSignal): Promise<void> {
  if (trouble.delayMs > 0) await delay(trouble.delayMs, undefined, { ref: false });
  await trouble.untilItAnswers(gone);
}

async function settled(run: () => Promise<Json>): Promise<{ status: number; body: Json }> {
  try {
    return { status: 200, body: await run() };
  } catch (error) {
    const status = error instanceof Refusal || error instanceof DependencyFailed ? error.status : 500;
    return { status, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function endSpan(span: Span, status: number, body: Json): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR, message: String(body['error']) });
  span.end();
}

const hardPatienceMs = 2000;
const softPatienceMs = 1200;

function callsOf(plan: ProductPlan, behaviour: Behaviour, metrics: Instruments): Calls {
  const perform = async (
    strength: 'hard' | 'soft',
    target: { product: ProductName; operation: string; input: Json },
  ) => {
    const { product } = target;
    if (!plan.dependsOn.some((edge) => edge.product === product && edge.strength === strength)) {
      throw new Error(`${plan.name} has no ${strength} dependency on ${product} in the catalog.`);
    }
    const timeoutMs = behaviour.patienceMs ?? (strength === 'hard' ? hardPatienceMs : softPatienceMs);
    try {
      const result = await call({
        ...target,
        port: plan.portOf(product),
        agent: plan.agent,
        timeoutMs,
        tracer: plan.tracer(),
      });
      metrics.called(product, 'ok');
      return result;
    } catch (error) {
      metrics.called(product, outcomeOf(error));
      throw error;
    }
  };
  return {
    need: (product, operation, input) => perform('hard', { product, operation, input }),
    ask: async (product, operation, input) => {
      try {
        return await perform('soft', { product, operation, input });
      } catch (error) {
        if (error instanceof DependencyFailed) return null;
        throw error;
      }
    },
  };
}

function outcomeOf(error: unknown): 'refused' | 'failed' | 'timeout' {
  if (error instanceof Refusal) return 'refused';
  return error instanceof DependencyFailed && error.status === 504 ? 'timeout' : 'failed';
}
