import { mkdirSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chromium,
  firefox,
  test,
  webkit,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Download,
  type Request,
  type WebError,
} from '@playwright/test';
import type { Observed } from './observed.ts';
import { camera, type Camera } from './pictures.ts';

const textMax = 2_000;

/**
 * Listens to every browser context of this worker, whoever opens it, and writes down requests, what the console says, and crashes; and
 * keeps pictures. Nothing of a page is changed.
 */
export function observe(directory: string, picturesDirectory: string): void {
  mkdirSync(directory, { recursive: true });
  const lens = camera(picturesDirectory, now);
  const file = openSync(join(directory, `${process.pid}.ndjson`), 'a');
  const write = (observed: Observed): void => {
    try {
      writeSync(file, `${JSON.stringify(observed)}\n`);
    } catch {
      // A full disk ends the run by its own rule.
    }
  };
  const watch: Watch = { write, lens };
  for (const type of [chromium, firefox, webkit]) {
    const launch = type.launch.bind(type);
    const connect = type.connect.bind(type);
    const launchPersistentContext = type.launchPersistentContext.bind(type);
    type.launch = async (options) => watchedBrowser(await launch(options), watch);
    // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-argument
    type.connect = async (...given: any[]) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const lent = watchedBrowser(await connect(...(given as Parameters<typeof connect>)), watch);
      lent.on('context', withLocalDownloads);
      return lent;
    };
    type.launchPersistentContext = async (...given) =>
      watchedContext(await launchPersistentContext(...given), watch);
  }
}

interface Watch {
  readonly write: (observed: Observed) => void;
  readonly lens: Camera;
}

function watchedBrowser(browser: Browser, watch: Watch): Browser {
  const { write } = watch;
  browser.on('context', (context) => watchedContext(context, watch));
  for (const context of browser.contexts()) watchedContext(context, watch);
  const close = browser.close.bind(browser);
  let isClosing = false;
  browser.close = (options) => {
    isClosing = true;
    return close(options);
  };
  browser.on('disconnected', () => {
    if (!isClosing) write({ kind: 'browser-gone', ...now() });
  });
  return browser;
}

function watchedContext(context: BrowserContext, { write, lens }: Watch): BrowserContext {
  const began = new WeakMap<Request, number>();
  context.on('request', (request) => began.set(request, Date.now()));
  const ended = (request: Request): void => {
    void requestOf(request, began.get(request)).then(write, () => undefined);
  };
  context.on('requestfinished', ended);
  context.on('requestfailed', ended);
  context.on('console', (message) => {
    const entry = consoleOf(message);
    if (entry) write(entry);
  });
  context.on('weberror', (error) => write(uncaught(error)));
  context.on('page', (page) => {
    page.on('crash', () => write({ kind: 'page-crashed', ...now(), url: page.url().slice(0, textMax) }));
    lens.watch(page);
  });
  context.on('close', () => forgetPassed(lens));
  return context;
}

/**
 * Playwright gives the path of a download only where it started the browser itself. The warm one is on this machine, too, so a test that
 * asks for the path gets one, of a copy.
 */
function withLocalDownloads(context: BrowserContext): void {
  context.on('page', (page) => {
    page.on('download', (download) => {
      let copy: Promise<string> | undefined;
      download.path = () => (copy ??= copyOf(download));
    });
  });
}

async function copyOf(download: Download): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'download-')), 'file');
  await download.saveAs(path);
  return path;
}

async function requestOf(request: Request, beganAt: number | undefined): Promise<Observed> {
  const at = beganAt ?? Date.now();
  // Its own clock is finer, but is -1 for what came from a cache or never began.
  const { startTime, responseEnd } = request.timing();
  const response = request.failure() ? null : await request.response();
  return {
    kind: 'request',
    ...now(),
    at: startTime > 0 ? startTime : at,
    durationMs: responseEnd >= 0 ? responseEnd : Math.max(0, Date.now() - at),
    method: request.method(),
    url: request.url().slice(0, textMax),
    status: response?.status() ?? null,
    traceparent: request.headers()['traceparent'] ?? null,
    failure: request.failure()?.errorText ?? null,
  };
}

function consoleOf(message: ConsoleMessage): Observed | null {
  const level = message.type();
  if (level !== 'error' && level !== 'warning') return null;
  const { url, lineNumber } = message.location();
  return {
    kind: 'console',
    ...now(),
    level,
    text: message.text().slice(0, textMax),
    location: url === '' ? null : `${url}:${lineNumber}`.slice(0, textMax),
  };
}

function uncaught(webError: WebError): Observed {
  const error = webError.error();
  return {
    kind: 'console',
    ...now(),
    level: 'uncaught',
    text: `${error.name}: ${error.message}`.slice(0, textMax),
    location: null,
  };
}

/** The pages of a test are closed when it is known what came of it. */
function forgetPassed(lens: Camera): void {
  try {
    const { status, expectedStatus, errors, testId, retry } = test.info();
    if (status === expectedStatus && errors.length === 0) lens.forget(testId, retry);
  } catch {
    // Between two tests there is nothing to forget.
  }
}

/** Which test runs just now in this worker; between tests there is none. */
function now(): { at: number; test: string | null; retry: number } {
  try {
    const { testId, retry } = test.info();
    return { at: Date.now(), test: testId, retry };
  } catch {
    return { at: Date.now(), test: null, retry: 0 };
  }
}
