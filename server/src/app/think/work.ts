import { parentPort, workerData } from 'node:worker_threads';
import { startCatalog } from '#catalog';
import { startRoster } from '#oncall';
import {
  createLog,
  notifyPublisher,
  openDatabases,
  reactionHandlers,
  reactionTable,
  systemClock,
  Worker,
  type Env,
} from '#platform';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions.ts';
import type { Told } from './thinking.ts';

/** The other side of {@link startThinking}: a worker of one lane. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is what `startThinking` passes
const { config, connection } = workerData as Told;
const log = createLog(config.logLevel);
const databases = openDatabases(connection, log);
const table = reactionTable(reactions);
const env: Env = {
  config,
  log,
  clock: systemClock,
  databases,
  reactions: table,
  live: notifyPublisher,
  handover: null,
};
const parts = [startCatalog(env), startRoster(env)];
const worker = new Worker(env, [...domainHandlers, ...reactionHandlers(table)], {
  served: ['think'],
  wakeRestMs: 25,
});
env.handover = worker;

parentPort?.once('message', () => {
  void stop();
});

async function stop(): Promise<void> {
  await worker.stop(1_500);
  await Promise.all(parts.map(async (part) => part.stop()));
  await databases.close();
}
