import { spawn } from 'node:child_process';
import { freePort, untilOk } from './subject.ts';

const program = new URL('bare-server.ts', import.meta.url).pathname;

export interface Bare {
  readonly url: string;
  /** Milliseconds from its start to its first answer. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** A Node server that does nothing, in a process of its own. */
export async function startBare(): Promise<Bare> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const startMs = await untilOk(url);
  return {
    url,
    startMs,
    stop: async () => {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}
