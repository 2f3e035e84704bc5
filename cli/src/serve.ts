import type { RunningServer } from '@fieldmarshal/server';
import manifest from '../package.json' with { type: 'json' };

/** Flags by their names in the configuration; what is not given comes from the environment. */
export type ServeFlags = Readonly<Record<string, string | boolean | undefined>>;

/** Everything ends within this time of the first signal. */
const stopWithinMs = 5_000;
/** A second signal this soon is the same one again: a terminal, npm and the older Node around us each pass it on. */
const sameSignalMs = 500;

/** Runs the server until a signal ends it. */
export async function serve(flags: ServeFlags): Promise<void> {
  const { readConfig, startServer } = await import('@fieldmarshal/server');
  const config = readConfig(process.env, { ...flags });
  const waiting = new AbortController();
  const starting = startServer(config, waiting.signal);
  stopOnSignal(starting, waiting);
  const server = await starting.catch((error: unknown) => {
    // Whoever stops a server that waits for its database does not want to hear that there is none.
    if (waiting.signal.aborted && error === waiting.signal.reason) process.exit(0);
    throw error;
  });
  const store = config.databaseUrl === undefined ? config.data : 'the database of DATABASE_URL';
  console.log(startBlock(server, store));
  void endWhenTold(server);
}

/** An older version that can no longer work on the database says why, and ends; whatever runs it starts it again, and then it is the new one. */
async function endWhenTold(server: RunningServer): Promise<void> {
  console.error(await server.mustEnd);
  setTimeout(() => process.exit(1), stopWithinMs).unref();
  await server.stop();
  process.exit(1);
}

function startBlock({ url, signInLink }: RunningServer, store: string): string {
  return [
    '',
    `  Fieldmarshal ${manifest.version} is running.`,
    '',
    `    Open     ${url}`,
    ...(signInLink === null
      ? []
      : [`    Sign in  ${signInLink}`, '             (works once, for the first administrator)']),
    `    Data     ${store}`,
    '    Stop     Ctrl-C',
    '',
  ].join('\n');
}

function stopOnSignal(starting: Promise<RunningServer>, waiting: AbortController): void {
  let stoppingSince: number | null = null;
  const stop = (): void => {
    if (stoppingSince !== null) {
      // The person means it. What was accepted is stored; the next start takes over the rest.
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    console.log('  Stopping…');
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    waiting.abort();
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        // A failed start says so itself, see `serve`.
        () => undefined,
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
}
