import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { pageEachAlert } from './latency.ts';
import { alertmanagerArguments, readTool } from './peer.ts';
import { skip, type BenchTools } from './prerequisites.ts';
import { freePort, intakePath, startCommand, startSubject } from './subject.ts';
import { judge, round } from './verdict.ts';

/** Rounds of kill -9. */
const kills = process.env['FIELDMARSHAL_BENCH_KILLS'] ?? '20';
/**
 * Alerts per second, each an incident of its own. Many rounds one after the other have fewer, some 200 in each: what one round leaves to do
 * would be added up to more than the machine can do, and kills would tell of that.
 */
const rate = Number(kills) > 20 ? '80' : '300';
/** Rounds for the peer, which loses everything in each. */
const peerKills = '2';
/** Milliseconds from the start after a kill until alerts are accepted. */
const restartMsMax = 1_500;

/** What the load generator counts over its rounds; notifications only where it was given a port for them. */
const crashes = z.object({
  acknowledged: z.number(),
  lost: z.number(),
  restart_to_ready_median_ms: z.number(),
  acknowledged_never_notified: z.number().default(0),
  notified_more_than_once: z.number().default(0),
});
type Crashes = z.output<typeof crashes>;

/** Alerts that were acknowledged and then lost, or never notified, over kill -9 of the server, and of server and PostgreSQL. */
export async function measureCrash({ loadgen, alertmanager }: BenchTools): Promise<void> {
  if (loadgen === null) return skip('needs the load generators');
  const peer = alertmanager === null ? null : await killPeer(loadgen, alertmanager);
  for (const withDatabase of [false, true]) {
    const name = `kill -9 of the server${withDatabase ? ' and of PostgreSQL' : ''}`;
    console.log(`\n## ${name}, ${kills} rounds`);
    const counted = await killSubject(loadgen, withDatabase);
    console.log(
      `acknowledged ${counted.acknowledged}, lost ${counted.lost} (${ofPeer(counted, peer)}), never notified ` +
        `${counted.acknowledged_never_notified}, notified twice under one id ${counted.notified_more_than_once}, ` +
        `restart to ready ${round(counted.restart_to_ready_median_ms)} ms`,
    );
    judge({ name: `${name}: lost`, value: counted.lost, most: 0 });
    judge({ name: `${name}: never notified`, value: counted.acknowledged_never_notified, most: 0 });
    const twice = counted.notified_more_than_once;
    judge({ name: `${name}: notified twice for each kill`, value: twice / Number(kills), most: 1 });
    judge({ name: `${name}: restart, ms`, value: counted.restart_to_ready_median_ms, most: restartMsMax });
  }
}

function ofPeer(ours: Crashes, peer: Crashes | null): string {
  if (peer === null) return 'Alertmanager is not installed';
  const share = peer.lost / peer.acknowledged;
  return `× ${round(ours.lost / ours.acknowledged / share)} of Alertmanager, which lost ${peer.lost} of ${peer.acknowledged}`;
}

async function killPeer(loadgen: string, binary: string): Promise<Crashes> {
  const storage = await mkdtemp(join(tmpdir(), 'fm-bench-am-'));
  const port = await freePort();
  const config = join(loadgen, 'peers/alertmanager-grouped.yml');
  try {
    return crashes.parse(
      readTool(loadgen, 'crash.mjs', [
        ...['--url', `http://127.0.0.1:${port}`, '--rounds', peerKills, '--rate', '300', '--json'],
        ...['--start', `exec ${[binary, ...alertmanagerArguments({ config, storage, port })].join(' ')}`],
      ]),
    );
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}

async function killSubject(loadgen: string, withDatabase: boolean): Promise<Crashes> {
  const sinkPort = await freePort();
  const dataDir = await prepared(sinkPort);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { argv, env } = startCommand(dataDir, port);
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  // By process id: a pattern would also match the load generator, whose arguments hold the same command.
  const killServer = `kill -9 $(sed 's/.*"pid":\\([0-9]*\\).*/\\1/' ${dataDir}/server.lock)`;
  const killDatabase = `kill -9 -$(head -1 ${dataDir}/postgresql/postmaster.pid)`;
  try {
    return crashes.parse(
      readTool(loadgen, 'crash.mjs', [
        ...['--url', url, '--path', intakePath, '--ready-url', `${url}/readyz`],
        ...['--read-url', `${url}${intakePath}?filter=lg_run%3D%22{run}%22`],
        ...['--start', `exec env ${variables.join(' ')} ${argv.join(' ')}`],
        ...['--kill-cmd', withDatabase ? `${killServer}; ${killDatabase}` : killServer],
        ...['--rounds', kills, '--rate', rate, '--sink-port', String(sinkPort)],
        ...['--notify-wait-ms', '30000', '--json'],
      ]),
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A data directory on which the rules for the run are already applied. */
async function prepared(sinkPort: number): Promise<string> {
  const subject = await startSubject();
  await subject.apply(pageEachAlert(sinkPort));
  await subject.stop({ keepData: true });
  return subject.dataDir;
}
