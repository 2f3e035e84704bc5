import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkProviders } from '#delivery';
import { bootstrapIdentity, endedActors, receiversOf, signInRules } from '#identity';
import {
  awaitDatabase,
  createLog,
  lockDataDirectory,
  mainSizes,
  migrate,
  reactionHandlers,
  readMigrations,
  startEmbeddedPostgres,
  startExporting,
  startLiveHub,
  startTracing,
  thinkingLanes,
  Worker,
  lanes,
  type Config,
  type Connection,
  type Log,
} from '#platform';
import { settleRestored } from './after-restore.ts';
import { startBrowserRunner } from './browser-runner.ts';
import { startHealth } from './health.ts';
import { closeHttp, createHttpServer } from './http/http-server.ts';
import { sealedColumns, startDomains } from './domains.ts';
import { allHandlers, openEnv } from './env.ts';
import { liveGuard, liveWordless } from './sight/live-guard.ts';
import { prepareThinking } from './think/thinking.ts';
import { startAuditor } from './watch/auditor.ts';
import { startDeadMan } from './watch/dead-man.ts';
import { watchSchema } from './watch/schema-watch.ts';
import { startSurroundings } from './watch/surroundings.ts';

export interface RunningServer {
  /** Where people open it, e.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  /** A one-time link for the first administrator, while nobody has signed in yet. */
  readonly signInLink: string | null;
  /** Tells once why this process must end: a newer version has migrated the database in a way that this one cannot work with. */
  readonly mustEnd: Promise<string>;
  /** Ends everything within 5 s; what was accepted is stored, what was running is taken over at the next start. */
  stop(): Promise<void>;
}

/** Every part that waits for others at a stop waits this long, all at the same time: the rest of the five seconds is PostgreSQL's. */
const stopWithinMs = 1_500;
/** How long a server that was stopped or killed just now may take to be gone. */
const predecessorEndsMs = 2_000;

/** What was started so far, undone in reverse order, also when a later step fails. */
type Undo = (() => Promise<void>)[];

/**
 * Starts storage, jobs and HTTP as `config.role` says. Throws one plain sentence when a person must act; nothing is left running then.
 * `signal` ends the waiting for a database that does not answer yet; its reason is thrown then.
 */
export async function startServer(config: Config, signal?: AbortSignal): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  const undo: Undo = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed())
      await step().catch((error: unknown) => log.error({ error: String(error) }, 'stopping'));
  };
  try {
    const tracing = await startTracing(config, log);
    if (tracing) undo.push(() => tracing.stop());
    const connection = await startStorage({ config, log, undo, signal });
    const migrations = await readMigrations();
    await migrate(connection, migrations);
    const parts = await startParts({ config, connection, log, undo });
    const schema = watchSchema({ connection, log, role: config.role }, migrations);
    undo.push(() => schema.stop());
    return { ...parts, mustEnd: schema.mustEnd, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startStorage({
  config,
  log,
  undo,
  signal,
}: {
  config: Config;
  log: Log;
  undo: Undo;
  signal: AbortSignal | undefined;
}): Promise<Connection> {
  if (config.databaseUrl !== undefined) {
    const connection = { url: config.databaseUrl };
    await awaitDatabase(connection, { patienceS: config.databaseWaitS, log, signal });
    if (config.secretKey === undefined)
      log.warn(
        { file: join(config.data, 'keys', 'sealing.key') },
        'the only copy of the key that opens the secrets of the database is this file: set FIELDMARSHAL_SECRET_KEY, the same for every process, or keep the file',
      );
    return connection;
  }
  await mkdir(config.data, { recursive: true });
  const lock = await lockDataDirectory(config.data, {
    patienceMs: predecessorEndsMs,
    onWait: () => log.info('another server has the data directory; waiting for it to end'),
  });
  undo.push(() => lock.release());
  const postgres = await startEmbeddedPostgres({ dataDir: config.data, log: (message) => log.info(message) });
  undo.push(() => postgres.stop());
  return postgres.connection;
}

interface Parts {
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Log;
  readonly undo: Undo;
}

async function startParts({
  config,
  connection,
  log,
  undo,
}: Parts): Promise<Omit<RunningServer, 'stop' | 'mustEnd'>> {
  const env = openEnv({ config, connection, log, sizes: mainSizes[config.role] });
  undo.push(() => env.databases.close());
  await checkProviders(config);
  await signInRules(config);
  receiversOf(config);
  const { signInLink } = await bootstrapIdentity(env);
  const domains = startDomains(env);
  undo.push(() => domains.stop());
  await settleRestored(env, reactionHandlers(env.reactions));

  const handlers = allHandlers(env);
  let worker: Worker | null = null;
  if (config.role !== 'web') {
    worker = new Worker(env, handlers, { served: lanes.filter((lane) => !thinkingLanes.includes(lane)) });
    env.handover = worker;
    const running = worker;
    undo.push(() => running.stop(stopWithinMs));
  }
  const hub = startLiveHub(env, {
    guard: liveGuard(env),
    wordless: liveWordless(env),
    over: endedActors(env),
  });
  undo.push(() => hub.close());
  const surroundings = startSurroundings(env, sealedColumns);
  undo.push(() => surroundings.stop());
  const auditor = startAuditor(env, { handlers, surroundings });
  undo.push(() => auditor.stop());
  const deadMan = startDeadMan({ env, worker, auditor, surroundings });
  undo.push(async () => deadMan.stop());
  const thinking = prepareThinking({ config, connection, log });
  const health = startHealth({ env, worker, auditor, surroundings, hub, deadMan, thinking });
  undo.push(() => health.close());
  const exporting = startExporting({
    config,
    log,
    clock: env.clock,
    readMetrics: async () => health.readMetrics(),
  });
  if (exporting) undo.push(() => exporting.stop());
  const http = await createHttpServer({ env, hub, health });
  undo.push(() => closeHttp(http, stopWithinMs));
  const address = await http.listen({ host: config.host, port: config.port });
  // Only now: it loads all of this again, and who waits for the server should not wait for that.
  if (worker !== null) thinking.begin();
  const runner = config.role === 'all' && config.embeddedRunner ? startBrowserRunner(env, address) : null;
  // While HTTP still answers: what it takes in now is stored, and is work for others or for the next start.
  undo.push(async () => {
    await Promise.all([runner?.stop(), thinking.stop(), worker?.stop(stopWithinMs)]);
  });
  const url = config.publicUrl ?? address;
  return { url, signInLink: signInLink === null ? null : `${url}${signInLink}` };
}
