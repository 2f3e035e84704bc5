import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Order } from '@fieldmarshal/contract/checks';
import { startWarmBrowser, type WarmBrowser } from '../browser/warm-browser.ts';
import { placesOf, type UnpackedBundle } from '../bundle/unpack.ts';
import { filmFrom } from '../film/film.ts';
import { environmentOf } from './environment.ts';
import { identityOf } from './identity.ts';
import { makeFolders, type LaneFolders } from './lane-folders.ts';
import type { Limits } from './limits.ts';
import { runBatch, type BatchOutcome, type UnitOutcome } from './run-batch.ts';
import type { Identity } from './start-playwright.ts';

/** Runs one batch after the other, with a browser that stays warm between them. As many lanes as cores. */
export interface Lane {
  /** Orders of one bundle, environment, time-out and number of retries. At most one call at a time. */
  run(bundle: UnpackedBundle, orders: readonly Order[], going: Going): Promise<LaneOutcome>;
  /** The pictures of a trace, or lines of pictures, as a video, made by the warm browser; null where there are none, or no browser. */
  film(source: Uint8Array): Promise<Uint8Array | null>;
  /** Whether what it runs has a user of its own. */
  readonly isApart: boolean;
  close(): void;
}

interface Going {
  readonly stop: AbortSignal;
  /** Whether traces hold pictures of every moment; by default they do. */
  readonly filmStrip?: boolean;
  /** One order has come to its verdict, while others still run; what is told at the end holds it too. */
  readonly onOrder?: (id: string, outcome: LaneOutcome) => void;
}

export interface LaneOutcome extends BatchOutcome {
  readonly folders: LaneFolders;
  /** Why there was no browser, in words. */
  readonly browserTrouble: string | null;
}

export interface LanePlan {
  readonly directory: string;
  /** Where the browsers of this machine lie as if Playwright had downloaded them. */
  readonly browserFolder: string;
  /** Of the browser itself; null where there is none. */
  readonly browser: string | null;
  readonly hasVideo: boolean;
  readonly limits: Limits;
}

/** A browser that has served so many batches is started anew: it has grown. */
const usesMax = 200;

export function openLane(plan: LanePlan): Lane {
  mkdirSync(join(plan.directory, 'b'), { recursive: true });
  const identity = identityOf(plan.directory, 'run');
  const browserIdentity = identity && identityOf(plan.directory, 'browser');
  let browser: WarmBrowser | null = null;
  let starting: Promise<WarmBrowser> | null = null;

  const start = async (executable: string): Promise<WarmBrowser> => {
    const home = browserHome(plan.directory, browserIdentity);
    browser = await startWarmBrowser({
      ...{ executable, home },
      browserFolder: plan.browserFolder,
      identity: browserIdentity,
    });
    return browser;
  };
  const alive = async (): Promise<WarmBrowser | null> => {
    if (plan.browser === null) return null;
    if (browser?.isAlive) return browser;
    // A film and the next batch may want one at the same time.
    starting ??= start(plan.browser).finally(() => {
      starting = null;
    });
    return starting;
  };
  const warm = async (): Promise<WarmBrowser | null> => {
    if (browser && browser.uses >= usesMax) browser.stop();
    const lent = await alive();
    if (lent) lent.uses += 1;
    return lent;
  };

  return {
    isApart: identity !== null,
    close: () => browser?.stop(),
    film: async (source) => {
      // The one that a killed run used is gone.
      const lent = await alive();
      const home = browserHome(plan.directory, browserIdentity);
      return lent && filmFrom(source, { endpoint: lent.endpoint, home, identity: browserIdentity });
    },
    run: async (bundle, orders, going) => {
      const folders = makeFolders(plan.directory, bundle, identity);
      let browserTrouble = plan.browser === null ? 'No Chromium or Chrome was found at this runner.' : null;
      const lent = bundle.manifest.wantsOwnBrowser
        ? null
        : await warm().catch((error: unknown) => {
            browserTrouble = error instanceof Error ? error.message : String(error);
            return null;
          });
      const startedAt = Date.now();
      const onUnit = (id: string, unit: UnitOutcome): void =>
        going.onOrder?.(id, { ...soFar(id, unit), startedAt, endedAt: Date.now(), folders, browserTrouble });
      const { stop, filmStrip = true } = going;
      const outcome = await runOrders({
        ...{ plan, bundle, orders, folders, lent, identity },
        ...{ stop, filmStrip, onUnit },
      });
      // A run that was ended may have left something behind in the browser.
      if (lent && outcome.stopped !== null) lent.stop();
      return { ...outcome, folders, browserTrouble };
    },
  };
}

/** Of a batch that goes on: nothing has stopped it, and nothing else is known yet. */
function soFar(id: string, unit: UnitOutcome): Omit<BatchOutcome, 'startedAt' | 'endedAt'> {
  return { units: new Map([[id, unit]]), stopped: null, trouble: [], isDone: false, exit: null, output: '' };
}

function browserHome(directory: string, identity: Identity | null): string {
  const home = join(directory, 'b', String(identity?.uid ?? 'home'));
  mkdirSync(home, { recursive: true });
  if (identity) chownSync(home, identity.uid, identity.gid);
  return home;
}

interface Running {
  plan: LanePlan;
  bundle: UnpackedBundle;
  orders: readonly Order[];
  folders: LaneFolders;
  lent: WarmBrowser | null;
  identity: Identity | null;
  stop: AbortSignal;
  filmStrip: boolean;
  onUnit: (id: string, unit: UnitOutcome) => void;
}

function runOrders({
  plan,
  bundle,
  orders,
  folders,
  lent,
  identity,
  stop,
  filmStrip,
  onUnit,
}: Running): Promise<BatchOutcome> {
  const [first] = orders;
  if (!first) throw new Error('A batch needs an order.');
  return runBatch({
    units: orders.map(({ id, probe }) => {
      if (probe.type !== 'e2e') throw new Error(`A ${probe.type} monitor is no test.`);
      return { id, file: probe.file, title: probe.title, playwrightProject: probe.playwrightProject };
    }),
    timeoutMs: first.timeoutMs,
    retries: first.retries,
    baseUrl: first.variables['baseUrl'],
    video: plan.hasVideo,
    filmStrip,
    ...placesOf(folders.project, bundle.manifest),
    directory: folders.results,
    environment: environmentOf(first, {
      folders,
      browserFolder: plan.browserFolder,
      endpoint: lent?.endpoint ?? null,
    }),
    identity,
    limits: plan.limits,
    browser: lent?.family ?? null,
    stop,
    onUnit,
  });
}
