import { test as base, type APIRequestContext, type BrowserContext } from '@playwright/test';
import { newTrace, syntheticHeader, traceparentIn } from './marker.ts';
import { watchVitals } from './vitals.ts';

export interface FieldmarshalOptions {
  /**
   * Origins that get the two headers; by default that of `baseURL` alone, since a header that a third party does not expect can make
   * a browser ask it for permission first, and fail.
   */
  ownOrigins: string[];
}

interface Added {
  /** The trace of this test: 32 hexadecimal digits. Every request of it belongs to this trace. */
  traceId: string;
}

/**
 * Playwright's `test`, with two headers on every request to the products: `traceparent`, by which a failed run is found in traces, and
 * `x-fieldmarshal-synthetic`. Web Vitals of the last page become measures of the run. Also outside of Fieldmarshal.
 */
export const test = base.extend<Added & FieldmarshalOptions>({
  ownOrigins: [[], { option: true }],
  // oxlint-disable-next-line no-empty-pattern
  traceId: async ({}, use) => {
    await use(newTrace().traceId);
  },
  context: async ({ context, baseURL, ownOrigins, traceId }, use, info) => {
    const origins = originsOf(baseURL, ownOrigins);
    await mark(context, { origins, traceId });
    const vitals = watchVitals(context);
    await use(context);
    const measures = await vitals.read();
    if (measures.length > 0) {
      await info.attach('fieldmarshal-measures', {
        body: JSON.stringify(measures),
        contentType: 'application/json',
      });
    }
  },
  request: async (
    { playwright, baseURL, traceId, extraHTTPHeaders, ignoreHTTPSErrors, httpCredentials, storageState },
    use,
  ) => {
    // One span id for all of them: the headers of a context are fixed when it is made.
    const request: APIRequestContext = await playwright.request.newContext({
      ...(baseURL === undefined ? {} : { baseURL }),
      ...(ignoreHTTPSErrors === undefined ? {} : { ignoreHTTPSErrors }),
      ...(httpCredentials === undefined ? {} : { httpCredentials }),
      ...(storageState === undefined ? {} : { storageState }),
      extraHTTPHeaders: {
        ...extraHTTPHeaders,
        traceparent: traceparentIn(traceId),
        [syntheticHeader]: '1',
      },
    });
    await use(request);
    await request.dispose();
  },
});

async function mark(
  context: BrowserContext,
  { origins, traceId }: { origins: ReadonlySet<string>; traceId: string },
): Promise<void> {
  if (origins.size === 0) return;
  await context.route(
    (url) => origins.has(url.origin),
    async (route) => {
      const headers = {
        ...route.request().headers(),
        traceparent: traceparentIn(traceId),
        [syntheticHeader]: '1',
      };
      await route.fallback({ headers });
    },
  );
}

function originsOf(baseURL: string | undefined, own: readonly string[]): Set<string> {
  return new Set([...(baseURL === undefined ? [] : [baseURL]), ...own].map((url) => new URL(url).origin));
}
