import { context, propagation, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';

/** Gives each service a tracer of its own resource; all of them share one way out. */
export interface Tracing {
  tracer(service: { name: string; version: string; environment: string }): Tracer;
  stop(): Promise<void>;
}

/** Without processors spans are made and passed on in `traceparent`, and kept nowhere. */
export function startTracing(spanProcessors: SpanProcessor[]): Tracing {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    tracer: ({ name, version, environment }) => {
      const resource = resourceFromAttributes({
        'service.name': name,
        'service.version': version,
        'deployment.environment.name': environment,
      });
      return new TracerProvider({ resource, spanProcessors }).getTracer('demo');
    },
    stop: async () => {
      await Promise.all(spanProcessors.map((processor) => processor.shutdown()));
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** One batch for all services, sent to `url` (the whole path, such as `…/v1/traces`); none where `url` is not set. */
export async function otlpProcessors(url: string | undefined): Promise<SpanProcessor[]> {
  if (!url) return [];
  // Loaded only when wanted: it brings ten megabytes with it.
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), scheduledDelayMillis: 2000 })];
}
