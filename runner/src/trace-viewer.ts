import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the trace viewer that comes with Playwright: static files, which need no network. */
export function traceViewerFolder(): string {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  return join(playwright, 'lib/vite/traceViewer');
}
