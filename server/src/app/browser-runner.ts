import { fork, type ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enrolForBrowsers, hasBrowserChecks } from '#checks';
import type { Env } from '#platform';

const program = fileURLToPath(import.meta.resolve('@fieldmarshal/runner/embedded'));
const lookEveryMs = 5_000;
const againMs = 10_000;

/**
 * The runner of e2e checks inside a server: begins when there is one, as a process of its own, and begins again when it ends. It is a client of
 * the runner protocol like any other, so what is seen of it is what is seen of all.
 */
export function startBrowserRunner(env: Env, address: string): { stop(): Promise<void> } {
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void look(), ms).unref();
  };
  const look = async (): Promise<void> => {
    try {
      if (await hasBrowserChecks(env)) await begin();
      else later(lookEveryMs);
    } catch (error) {
      env.log.warn({ error: String(error) }, 'the runner of e2e checks could not begin');
      later(againMs);
    }
  };
  const begin = async (): Promise<void> => {
    const token = await enrolForBrowsers(env, hostname());
    if (isStopped) return;
    child = fork(program, [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        ...environmentForRunner(),
        FIELDMARSHAL_RUNNER_URL: address,
        FIELDMARSHAL_RUNNER_TOKEN: token,
        FIELDMARSHAL_RUNNER_DATA: join(env.config.data, 'runner'),
        FIELDMARSHAL_RUNNER_VERSION: 'embedded',
      },
    });
    child.stderr?.on('data', (bytes: Buffer) => env.log.warn(bytes.toString('utf8').trim()));
    child.on('error', (error) => env.log.error({ error: error.message }, 'the runner of e2e checks'));
    child.on('exit', (code) => {
      child = null;
      if (!isStopped) env.log.warn({ code }, 'the runner of e2e checks ended; it begins again');
      later(againMs);
    });
  };
  later(0);
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      const ending = child;
      if (!ending) return;
      await new Promise<void>((resolve) => {
        const hard = setTimeout(() => ending.kill('SIGKILL'), 2_000);
        ending.once('exit', () => {
          clearTimeout(hard);
          resolve();
        });
        ending.disconnect();
      });
    },
  };
}

/** Nothing that opens the database or signs anybody in. */
function environmentForRunner(): NodeJS.ProcessEnv {
  const names = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'TZ',
    'FIELDMARSHAL_BROWSER',
    'FIELDMARSHAL_FFMPEG',
    'NODE_COMPILE_CACHE',
  ];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
