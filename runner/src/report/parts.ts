import { runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';
import { productOf, type UrlPattern } from '@fieldmarshal/playwright/attribution';
import type { SpokenError } from '../inside/messages.ts';
import type { Observed, ObservedRequest } from '../inside/observed.ts';

const dayMs = 86_400_000;

/** Clocks jump; the contract takes 0 up to a day. */
export function clamped(ms: number): number {
  return Number.isFinite(ms) ? Math.min(Math.max(0, Math.round(ms * 10) / 10), dayMs) : 0;
}

export function errorOf({ message, stack, location }: SpokenError): NonNullable<NewRunReport['error']> {
  return {
    message: sound(message, runLimits.textLength),
    stack: stack === null ? null : sound(stack, runLimits.textLength),
    location: location === null ? null : sound(location, 1000),
  };
}

/** Without NUL and broken characters, which no database takes. */
export function sound(text: string, max: number): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, max).toWellFormed();
}

type Requests = NonNullable<NewRunReport['requests']>;

export function requestsOf(
  observed: readonly Observed[],
  { startedAt, patterns }: { startedAt: number; patterns: readonly UrlPattern[] },
): Requests {
  return observed
    .filter((one): one is ObservedRequest => one.kind === 'request' && !one.url.startsWith('data:'))
    .sort((a, b) => a.at - b.at)
    .slice(0, runLimits.requests)
    .map((request) => ({
      atMs: clamped(request.at - startedAt),
      durationMs: clamped(request.durationMs),
      method: sound(request.method, 20),
      url: sound(withoutCredentials(request.url), 2000),
      status: request.status === null ? null : Math.min(Math.max(0, request.status), 999),
      product: productOf(request.url, patterns),
      traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(request.traceparent ?? '')?.[1] ?? null,
      failure: request.failure === null ? null : sound(request.failure, 500),
    }));
}

/** Neither user and password nor what is usually a token in a query. */
export function withoutCredentials(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  for (const name of url.searchParams.keys()) {
    if (/token|secret|password|api[-_]?key|^code$|^sig(nature)?$/i.test(name))
      url.searchParams.set(name, '…');
  }
  return url.href;
}

export function consoleOf(
  observed: readonly Observed[],
  startedAt: number,
): NonNullable<NewRunReport['console']> {
  return observed.flatMap((one) =>
    one.kind === 'console'
      ? {
          atMs: clamped(one.at - startedAt),
          level: one.level,
          text: sound(one.text, 2000),
          location: one.location === null ? null : sound(one.location, 2000),
        }
      : [],
  );
}
