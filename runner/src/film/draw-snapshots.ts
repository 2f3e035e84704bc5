import { createRequire } from 'node:module';
import { chromium, type Page, type Route } from 'playwright-core';
import { entriesOf, thinned, type Frame } from './read-film.ts';

/** What Playwright's own trace viewer reads a trace with. Not among its types; its version is pinned, and a test makes a film. */
interface Viewer {
  TraceLoader: new () => {
    readonly contextEntries: readonly { readonly actions: readonly { readonly callId: string }[] }[];
    load(backend: object): Promise<void>;
    storage(): { snapshotForCall(callId: string, phase: string): Snapshot | undefined };
    resourceEntry(file: string): Promise<Blob | undefined>;
  };
  SnapshotServer: new (storage: object, resource: (file: string) => Promise<Blob | undefined>) => Shown;
}
interface Snapshot {
  snapshot(): { readonly timestamp: number };
  viewport(): { width: number; height: number };
}
interface Shown {
  serveSnapshot(callId: string, search: URLSearchParams, url: string): Response;
  serveResource(urls: string[], method: string, snapshotUrl: string): Promise<Response>;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const { iso } = createRequire(import.meta.url)('playwright-core/lib/coreBundle') as { iso: Viewer };

/** The report of the run waits for them. */
const [framesMax, drawMs] = [20, 3_000];
const snapshotMs = 2_000;
const host = 'snapshot.invalid';

/**
 * Pictures of what a page was before and after each action, drawn of the snapshots that every trace holds: they cost a run that passes
 * nothing. No script of the page runs and nothing is asked of any server; what a page paints itself, such as a canvas, is not there.
 */
export async function drawSnapshots(endpoint: string, trace: Uint8Array): Promise<Frame[]> {
  const loader = new iso.TraceLoader();
  await loader.load(backendOf(entriesOf(trace)));
  const moments = thinned(momentsOf(loader), framesMax);
  if (moments.length < 2) return [];
  const shown = new iso.SnapshotServer(loader.storage(), async (file) => loader.resourceEntry(file));
  const browser = await chromium.connect(endpoint);
  try {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    await context.route('**/*', async (route) => answer(route, shown));
    return await drawAll(await context.newPage(), moments);
  } finally {
    await browser.close();
  }
}

interface Moment {
  readonly at: number;
  readonly url: string;
  readonly viewport: { width: number; height: number };
}

function momentsOf(loader: InstanceType<Viewer['TraceLoader']>): Moment[] {
  const storage = loader.storage();
  const calls = loader.contextEntries.flatMap(({ actions }) => actions.map(({ callId }) => callId));
  return calls
    .flatMap((callId) =>
      ['before', 'after'].flatMap((phase): Moment[] => {
        const found = storage.snapshotForCall(callId, phase);
        const url = `https://${host}/snapshot/${encodeURIComponent(callId)}?phase=${phase}`;
        return found ? [{ at: found.snapshot().timestamp, url, viewport: found.viewport() }] : [];
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/** Where time is short the last one is drawn all the same: it shows the failure. */
async function drawAll(page: Page, moments: readonly Moment[]): Promise<Frame[]> {
  const until = performance.now() + drawMs;
  const begin = moments[0]?.at ?? 0;
  const frames: Frame[] = [];
  for (const [index, { at, url, viewport }] of moments.entries()) {
    if (performance.now() > until && index < moments.length - 1) continue;
    const jpeg = await draw(page, url, viewport).catch(() => null);
    if (jpeg !== null) frames.push({ atMs: at - begin, jpeg });
  }
  return frames;
}

async function draw(page: Page, url: string, viewport: Moment['viewport']): Promise<Uint8Array> {
  await page.setViewportSize(viewport);
  await page.goto(url, { timeout: snapshotMs });
  return page.screenshot({ type: 'jpeg', quality: 60, scale: 'css', timeout: snapshotMs });
}

async function answer(route: Route, shown: Shown): Promise<void> {
  const request = route.request();
  const url = new URL(request.url());
  const isSnapshot = url.host === host && url.pathname.startsWith('/snapshot/');
  const response = isSnapshot
    ? shown.serveSnapshot(
        decodeURIComponent(url.pathname.slice('/snapshot/'.length)),
        url.searchParams,
        url.href,
      )
    : await shown.serveResource([url.href], request.method(), request.frame().url());
  const body = Buffer.from(await response.arrayBuffer());
  await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
}

function backendOf(entries: ReadonlyMap<string, Uint8Array>): object {
  return {
    isLive: () => false,
    entryNames: async () => [...entries.keys()],
    hasEntry: async (name: string) => entries.has(name),
    readText: async (name: string) => {
      const bytes = entries.get(name);
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    readBlob: async (name: string) => {
      const bytes = entries.get(name);
      return bytes && new Blob([Buffer.from(bytes)]);
    },
  };
}
