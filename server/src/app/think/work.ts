import { parentPort, workerData } from 'node:worker_threads';
import { startCatalog } from '#catalog';
import { startRoster } from '#oncall';
import {
  createLog,
  giveWay,
  processMetrics,
  startExporting,
  startTracing,
  systemClock,
  thinkingLanes,
  Worker,
  workSizes,
} from '#platform';
import { allHandlers, openEnv } from '../env.ts';
import type { Told } from './thinking.ts';

/** How often it tells what it has counted. */
const tellMs = 5_000;

/** The other side of `prepareThinking`: a worker of the lanes that think. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what `prepareThinking` passes
const { config, connection } = workerData as Told;
const log = createLog(config.logLevel);
const tracing = await startTracing(config, log);
// Its metrics are told by the process.
const exporting = startExporting({ config, log, clock: systemClock });
const env = openEnv({ config, connection, log, sizes: workSizes });
giveWay(env.databases);
const parts = [startCatalog(env), startRoster(env)];
const worker = new Worker(env, allHandlers(env), { served: thinkingLanes, wakeRestMs: 25 });
env.handover = worker;
const telling = setInterval(() => {
  void processMetrics.getMetricsAsJSON().then((counted) => parentPort?.postMessage(counted, []));
}, tellMs);

parentPort?.once('message', () => {
  void stop();
});

async function stop(): Promise<void> {
  clearInterval(telling);
  await worker.stop(1_500);
  await Promise.all(parts.map(async (part) => part.stop()));
  await tracing?.stop();
  await exporting?.stop();
  await env.databases.close();
}
