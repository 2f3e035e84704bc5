import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { family, type Family } from '../batch/processes.ts';
import type { Identity } from '../batch/start-playwright.ts';

export interface WarmBrowser {
  readonly endpoint: string;
  readonly family: Family;
  /** Batches that used it. */
  uses: number;
  readonly isAlive: boolean;
  stop(): void;
}

export interface BrowserPlan {
  readonly executable: string;
  /** Where it finds the program for videos, which are made beside the browser. */
  readonly browserFolder: string;
  readonly home: string;
  readonly identity: Identity | null;
}

const startMs = 30_000;
/** Of a socket's path on Linux (unix(7)), and what a browser adds to its folder: `/org.chromium.Chromium.…/SingletonSocket`. */
const [socketPathMax, socketPart] = [107, 46];
const ready = z.object({ endpoint: z.url({ protocol: /^ws$/ }) });

/** Rejects, with the browser's own words, when it does not start. */
export async function startWarmBrowser({
  executable,
  browserFolder,
  home,
  identity,
}: BrowserPlan): Promise<WarmBrowser> {
  if (process.platform === 'linux' && Buffer.byteLength(home) + socketPart > socketPathMax)
    throw new Error(
      `The browser cannot put a socket into ${home}: its path is too long. Set TMPDIR to a shorter one.`,
    );
  const child = fork(join(import.meta.dirname, 'browser-host.ts'), [executable], {
    env: {
      HOME: home,
      TMPDIR: home,
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      PLAYWRIGHT_BROWSERS_PATH: browserFolder,
    },
    cwd: home,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...identity,
  });
  const own = family(child.pid ?? -1, identity?.uid ?? null);
  let words = '';
  let isAlive = true;
  child.stderr?.on('data', (bytes: Buffer) => {
    words = (words + bytes.toString('utf8')).slice(-4000);
  });
  child.on('error', (error) => {
    words = error.message;
  });
  const gone = new Promise<never>((_resolve, reject) => {
    child.on('close', () => {
      isAlive = false;
      reject(new Error(`The browser ${executable} did not start. ${firstLines(words)}`));
    });
  });
  const stop = (): void => {
    isAlive = false;
    own.kill();
  };
  const timer = setTimeout(stop, startMs);
  try {
    const endpoint = await Promise.race([
      gone,
      new Promise<string>((resolve) => {
        child.once('message', (message) => resolve(ready.parse(message).endpoint));
      }),
    ]);
    gone.catch(() => undefined);
    return {
      endpoint,
      family: own,
      uses: 0,
      get isAlive() {
        return isAlive;
      },
      stop,
    };
  } finally {
    clearTimeout(timer);
  }
}

function firstLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => /error|fail|cannot|denied|no such/i.test(line))
    .slice(0, 3)
    .join(' ')
    .slice(0, 500);
}
