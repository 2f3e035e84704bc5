import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyTo, intakePath } from '../subject.ts';
import { measure, type Measured } from './measure.ts';
import { openCluster } from './patroni.ts';
import { pageEach, startNode, type Node } from './rig.ts';
import type { Row } from './rows.ts';
import { openSink } from './sink.ts';

/** Alerts go on for so long after the kills: until well after Patroni has given the lock of the dead one to the other. */
const aroundS = 30;

/** Two web processes and two workers on PostgreSQL with a synchronous standby: twice the primary dies, and with it one process of each. */
async function primaryDies(): Promise<Measured | { skipped: string }> {
  const cluster = await openCluster();
  if ('missing' in cluster) return { skipped: cluster.missing };
  const folder = await mkdtemp(join(tmpdir(), 'fm-replicas-'));
  const sink = await openSink();
  const nodes: Record<'web' | 'worker', Node[]> = { web: [], worker: [] };
  const all = (): Node[] => [...nodes.web, ...nodes.worker];
  try {
    // A web process is ready once some worker is.
    for (const role of ['worker', 'web'] as const)
      for (const number of [1, 2])
        nodes[role].push(
          await startNode(
            { dataDir: join(folder, `${role}-${number}`) },
            { DATABASE_URL: cluster.url, FIELDMARSHAL_ROLE: role },
          ),
        );
    await applyTo(nodes.web[0]?.url ?? '', pageEach(sink.url));
    const rounds: Measured[] = [];
    for (const at of [0, 1]) {
      let died = '';
      const rig = { counted: sink, intakes: () => nodes.web.map(({ url }) => url + intakePath) };
      const killed = (['web', 'worker'] as const).map((role) => ({ role, node: nodes[role][at] }));
      rounds.push(
        await measure(rig, {
          aroundS,
          inject: async () => {
            died = await cluster.killPrimary();
            await Promise.all(killed.map(async ({ node }) => node?.kill()));
          },
          note: () => `${died} died as primary, with a web process and a worker`,
        }),
      );
      await cluster.comeBack(died);
      for (const { role, node } of killed) {
        const again = await node?.again();
        if (again) nodes[role][at] = again;
      }
    }
    return together(rounds);
  } finally {
    for (const { child } of all()) child.kill('SIGKILL');
    await Promise.all([cluster.close(), sink.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** As one row: what was lost anywhere, and the longest of the recoveries. */
function together(rounds: readonly Measured[]): Measured {
  const sum = (of: 'injected' | 'lost' | 'repeated' | 'doubled'): number =>
    rounds.reduce((total, round) => total + round[of], 0);
  return {
    ...{ injected: sum('injected'), lost: sum('lost'), repeated: sum('repeated'), doubled: sum('doubled') },
    recoveryS: Math.max(...rounds.map(({ recoveryS }) => recoveryS)),
    note: rounds
      .map(({ note, recoveryS }) => `${note}; all paged ${recoveryS.toFixed(1)} s after it`)
      .join(' / '),
  };
}

export const replicaRows: readonly Row[] = [
  { name: 'primary of Patroni killed twice, with a web process and a worker', run: primaryDies },
];
