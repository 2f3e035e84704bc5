import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { picturesFile, picturesMax, type Picture } from './observed.ts';

export interface Camera {
  /** Takes pictures of a page from now on. */
  watch(page: Page): void;
  /** A try that is over left nothing that anybody will look for. */
  forget(test: string, retry: number): void;
}

interface Moment {
  readonly at: number;
  /** Null: between two tests, of which nobody makes a film. */
  readonly test: string | null;
  readonly retry: number;
}

/** Four in a second, of at most this many pixels each way. */
const [everyMs, pixels, quality] = [250, 640, 50];
/** So many are taken before the next ones come half as often. */
const pace = 100;
/** So many a browser sends before it waits for an answer. */
const unansweredMax = 5;
/** Until then a test is watched by its trace alone: most are over, and taking pictures costs as much as a film strip. */
const beginsMs = 3_000;

/**
 * Pictures of a test that lasts, few and small, on the disk as they come: one that has to be killed leaves no trace, and shows by them what
 * it saw last. The browser makes the next picture only when the last was answered.
 */
export function camera(directory: string, moment: () => Moment): Camera {
  mkdirSync(directory, { recursive: true });
  const counts = new Map<string, number>();
  const keep = (jpeg: Buffer): number => {
    const { at, test, retry } = moment();
    if (test === null) return 0;
    const name = picturesFile(test, retry);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count <= picturesMax) append(join(directory, name), { at, image: jpeg.toString('base64') });
    return count;
  };
  return {
    watch: (page) => {
      let turn = Promise.resolve();
      let unanswered = 0;
      const onFrame = async ({ data }: { data: Buffer }): Promise<void> => {
        // Where a trace or a video takes pictures of this page, too, theirs come whether or not these are answered.
        if (unanswered >= unansweredMax) return;
        unanswered += 1;
        const ms = everyMs * 2 ** Math.floor(keep(data) / pace);
        turn = turn.then(async () => pause(ms, undefined, { ref: false }));
        await turn;
        unanswered -= 1;
      };
      record(page, onFrame);
    },
    forget: (test, retry) => rmSync(join(directory, picturesFile(test, retry)), { force: true }),
  };
}

function append(path: string, picture: Picture): void {
  try {
    appendFileSync(path, `${JSON.stringify(picture)}\n`);
  } catch {
    // A full disk ends the run by its own rule.
  }
}

type OnFrame = NonNullable<NonNullable<Parameters<Page['screencast']['start']>[0]>['onFrame']>;

/** A page has one screencast: a test that wants it for itself gets it. */
function record(page: Page, onFrame: OnFrame): void {
  const { screencast } = page;
  const start = screencast.start.bind(screencast);
  const size = { width: pixels, height: pixels };
  let own: Promise<boolean> = Promise.resolve(false);
  const begin = setTimeout(() => {
    own = unseen(page, async () => start({ onFrame, size, quality })).then(
      () => true,
      () => false,
    );
  }, beginsMs).unref();
  page.on('close', () => clearTimeout(begin));
  screencast.start = async (options) => {
    screencast.start = start;
    clearTimeout(begin);
    if (await own) await unseen(page, async () => screencast.stop()).catch(() => undefined);
    return start(options);
  };
}

/** As what Playwright's test runner does for itself: neither a step of the test nor an action in its trace. */
async function unseen<T>(page: Page, work: () => Promise<T>): Promise<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not among its types; the version is pinned and a test looks at the steps
  const inner = page as unknown as {
    _wrapApiCall(work: () => Promise<T>, options: { internal: true }): Promise<T>;
  };
  // oxlint-disable-next-line no-underscore-dangle -- named by Playwright
  return inner._wrapApiCall(work, { internal: true });
}
