import { hostname } from 'node:os';
import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

const tracer = trace.getTracer('fieldmarshal');

interface Spanned {
  readonly name: string;
  readonly kind?: keyof typeof SpanKind;
  /** Names and numbers; no contents, no addresses with secrets. */
  readonly attributes?: Attributes;
}

/** Runs `work` in a span, where traces are on; costs next to nothing where they are off. An error ends the span as failed and goes on. */
export async function traced<T>(spanned: Spanned, work: () => Promise<T>): Promise<T> {
  const { name, kind = 'INTERNAL', attributes = {} } = spanned;
  return tracer.startActiveSpan(name, { kind: SpanKind[kind], attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The name only: messages may quote what somebody sent.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** One request from its headers to its end, as the child of its sender's span where it names one. */
export interface RequestSpan {
  /** Runs `next` so that what it starts belongs to the request. */
  run(next: () => void): void;
  end(attributes: { readonly route: string; readonly status: number }): void;
}

export function requestSpan(method: string, headers: Readonly<Record<string, unknown>>): RequestSpan {
  const sender = propagation.extract(context.active(), headers);
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER }, sender);
  return {
    run: (next) => context.with(trace.setSpan(sender, span), next),
    end: ({ route, status }) => {
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

export interface Tracing {
  /** Sends what is left and ends. */
  stop(): Promise<void>;
}

/** Who speaks, for a collector of OpenTelemetry. */
export function aboutUs({ role }: Pick<Config, 'role'>): Record<string, string> {
  return {
    'service.name': 'fieldmarshal',
    'service.instance.id': `${hostname()}:${process.pid}`,
    'fieldmarshal.role': role,
  };
}

/** Turns traces on where `config.otlpUrl` is set; the library is loaded only then. One for each process. */
export async function startTracing(config: Config, log: Log): Promise<Tracing | null> {
  if (config.otlpUrl === undefined || !config.otlpSignals.split(',').includes('traces')) return null;
  const [
    { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider },
    otlp,
    hooks,
    about,
    core,
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/core'),
  ]);
  const exporter = new otlp.OTLPTraceExporter({ url: `${config.otlpUrl}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    resource: about.resourceFromAttributes(aboutUs(config)),
    // A sender's choice to trace does not bind us: anybody may send that header.
    sampler: new ParentBasedSampler({
      root: new TraceIdRatioBasedSampler(config.otlpSampleRatio),
      remoteParentSampled: new TraceIdRatioBasedSampler(config.otlpSampleRatio),
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 4_096 })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  return {
    stop: async () => {
      await provider
        .shutdown()
        .catch((error: unknown) => log.warn({ error: String(error) }, 'traces were not sent'));
      for (const part of [trace, context, propagation]) part.disable();
    },
  };
}
