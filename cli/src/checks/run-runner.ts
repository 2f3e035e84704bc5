import { resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { Refusal } from '../failure.ts';

interface RunnerOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly data: string;
  readonly lanes?: number | undefined;
}

/** Runs checks for a server until a signal ends it. */
export async function runRunner({ url, token, data, lanes }: RunnerOptions): Promise<void> {
  if (token === undefined || !token.startsWith('fmr_')) {
    throw new Refusal(
      'The token of a runner is needed: --token, or FIELDMARSHAL_RUNNER_TOKEN. It begins with "fmr_" and is shown once, when the runner is enrolled.',
    );
  }
  const [{ startAgent, wayOut }, { runMonitor }] = await Promise.all([
    import('@fieldmarshal/runner'),
    import('@fieldmarshal/runner/monitors'),
  ]);
  const hasWayOut = wayOut(url);
  const agent = startAgent({
    url,
    token,
    directory: resolve(data),
    version: manifest.version,
    environment: process.env,
    runMonitor: async (order, stop) => ({ report: await runMonitor(order, stop, hasWayOut), artefacts: [] }),
    say: (words) => console.error(`  ${words}`),
    ...(lanes === undefined ? {} : { lanes }),
  });
  console.log(`  Runner ${manifest.version} pulls work from ${url}. Data: ${resolve(data)}`);
  const stop = (): void => void agent.stop();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
  await agent.ended;
}
