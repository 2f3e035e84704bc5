import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Identity } from '../batch/start-playwright.ts';

interface Studio {
  /** Of the warm browser, whose encoder makes it. */
  readonly endpoint: string;
  readonly home: string;
  readonly identity: Identity | null;
}

const filmMs = 20_000;
const filmBytesMax = 32 * 1024 * 1024;

/** The pictures of a trace, or lines of pictures, as a video that browsers play, made without any program for videos; null where there is none to be made. */
export async function filmFrom(
  source: Uint8Array,
  { endpoint, home, identity }: Studio,
): Promise<Uint8Array | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'film-host.ts'), endpoint], {
    env: { HOME: home, TMPDIR: home, PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
    cwd: home,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: filmMs,
    killSignal: 'SIGKILL',
    ...identity,
  });
  const ended = new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(source);
  const [video, isWell] = await Promise.all([buffer(child.stdout).catch(() => Buffer.alloc(0)), ended]);
  return isWell && video.length > 0 && video.length <= filmBytesMax ? video : null;
}
