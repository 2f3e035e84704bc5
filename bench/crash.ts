import { rm } from 'node:fs/promises';
import { pageEachAlert } from './latency.ts';
import { runTool } from './peer.ts';
import { skip, type BenchTools } from './prerequisites.ts';
import { freePort, intakePath, startCommand, startSubject } from './subject.ts';

/** Rounds of kill -9. */
const kills = process.env['FIELDMARSHAL_BENCH_KILLS'] ?? '20';

/** Alerts that were acknowledged and then lost, or never notified, over kill -9 of the server, and of server and PostgreSQL. */
export async function measureCrash({ loadgen }: BenchTools): Promise<void> {
  if (loadgen === null) return skip('needs the load generators');
  for (const withDatabase of [false, true]) {
    console.log(`\n## kill -9 of the server${withDatabase ? ' and of PostgreSQL' : ''}`);
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
      runTool(loadgen, 'crash.mjs', [
        '--url',
        url,
        '--path',
        intakePath,
        '--read-url',
        `${url}${intakePath}?filter=lg_run%3D%22{run}%22`,
        '--ready-url',
        `${url}/readyz`,
        '--start',
        `exec env ${variables.join(' ')} ${argv.join(' ')}`,
        '--kill-cmd',
        withDatabase ? `${killServer}; ${killDatabase}` : killServer,
        '--rounds',
        kills,
        '--rate',
        '300',
        '--sink-port',
        String(sinkPort),
        '--notify-wait-ms',
        '30000',
      ]);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }
}

/** A data directory on which the rules for the run are already applied. */
async function prepared(sinkPort: number): Promise<string> {
  const subject = await startSubject();
  await subject.apply(pageEachAlert(sinkPort));
  await subject.stop({ keepData: true });
  return subject.dataDir;
}
