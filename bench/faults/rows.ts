import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { longRows } from './long-rows.ts';
import { measure, type Measured } from './measure.ts';
import { replicaRows } from './replicas.ts';
import { faketime, startRig, type Rig } from './rig.ts';

/** A row of the table, or why it cannot be made here. */
type Outcome = Measured | { readonly skipped: string };

export interface Row {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

async function withRig(
  options: Parameters<typeof startRig>[0],
  work: (rig: Rig) => Promise<Measured>,
): Promise<Measured> {
  const rig = await startRig(options);
  try {
    return await work(rig);
  } finally {
    await rig.close();
  }
}

/** The first node dies; `meanwhile` it is away. */
async function killAndStart(
  rig: Rig,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const [node] = rig.nodes;
  await node?.kill();
  await meanwhile();
  if (node) rig.nodes[0] = await node.again();
}

/** How long the health of a node takes to say so while something is wrong, at worst. */
async function readinessMs(rig: Rig, seconds: number): Promise<number> {
  let worst = 0;
  for (const until = Date.now() + seconds * 1_000; Date.now() < until; await sleep(200)) {
    const started = performance.now();
    await fetch(`${rig.nodes[0]?.url}/readyz`).then(async (answer) => answer.text());
    worst = Math.max(worst, performance.now() - started);
  }
  return worst;
}

const kills: readonly Row[] = [
  {
    name: '1 kill -9 between alert and page',
    run: async () => withRig({}, async (rig) => measure(rig, { inject: async () => killAndStart(rig) })),
  },
  {
    name: '3 kill -9 while a webhook waits for its answer',
    run: async () =>
      withRig({}, async (rig) => {
        const inject = async (): Promise<void> => {
          rig.sink.behaviour = 'hold';
          await sleep(2_000);
          await killAndStart(rig, async () => {
            rig.sink.behaviour = 'take';
          });
        };
        const bodies = new Map<string, Set<string>>();
        const note = (): string => {
          for (const { id, body } of rig.sink.arrivals)
            bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
          const differing = [...bodies.values()].filter((each) => each.size > 1).length;
          return `${differing} came again under the same id with another body`;
        };
        return measure(rig, { inject, note });
      }),
  },
  {
    name: '19 two replicas, one killed',
    run: async () =>
      withRig({ nodes: [{}, {}] }, async (rig) =>
        measure(rig, {
          inject: async () => {
            await rig.nodes[0]?.kill();
            rig.nodes.shift();
          },
        }),
      ),
  },
  {
    name: '20 a replica paused 20 s, then resumed',
    run: async () =>
      withRig({ nodes: [{}, {}] }, async (rig) =>
        measure(rig, {
          inject: async () => {
            rig.nodes[0]?.child.kill('SIGSTOP');
            await sleep(20_000);
            rig.nodes[0]?.child.kill('SIGCONT');
          },
        }),
      ),
  },
];

const database: readonly Row[] = [
  {
    name: '5 PostgreSQL killed, starts again',
    run: async () =>
      withRig({}, async (rig) =>
        measure(rig, { inject: async () => rig.signalDatabase('SIGKILL'), aroundS: 4 }),
      ),
  },
  {
    name: '7 PostgreSQL hangs for 20 s (SIGSTOP)',
    run: async () =>
      withRig({}, async (rig) => {
        let worstMs = 0;
        const inject = async (): Promise<void> => {
          rig.signalDatabase('SIGSTOP');
          worstMs = await readinessMs(rig, 20);
          rig.signalDatabase('SIGCONT');
        };
        return measure(rig, { inject, note: () => `/readyz within ${(worstMs / 1_000).toFixed(1)} s` });
      }),
  },
  {
    name: '8 connections cut in the middle of COMMIT, for 5 s',
    run: async () =>
      withRig({}, async (rig) => {
        const inject = async (): Promise<void> => {
          rig.proxy.cutsCommits = true;
          await sleep(5_000);
          rig.proxy.cutsCommits = false;
        };
        return measure(rig, { inject, note: () => `${rig.proxy.cuts} commits cut` });
      }),
  },
  { name: '10 disk full for 10 s', run: diskFull },
];

async function diskFull(): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'fm-faults-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=500m,mode=755', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return { skipped: 'a small file system cannot be mounted here (root is needed)' };
  }
  try {
    return await withRig({ folder }, async (rig) => {
      let reads = 0;
      const inject = async (): Promise<void> => {
        const { bavail, bsize } = await statfs(folder);
        const filler = join(folder, 'filler');
        // More than there is room for: it ends with an error, and with the disk full.
        const blocks = `count=${Math.ceil((bavail * bsize) / 1_048_576) + 1}`;
        spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M', blocks], { stdio: 'ignore' });
        for (const until = Date.now() + 10_000; Date.now() < until; await sleep(500))
          reads += Number(await fetch(`${rig.nodes[0]?.url}/livez`).then(({ ok }) => ok));
        await rm(filler);
      };
      return measure(rig, { inject, note: () => `${reads} of 20 looks at /livez answered` });
    });
  } finally {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const outside: readonly Row[] = [
  {
    name: '11 the receiver refuses with 503 for 10 s',
    run: async () =>
      withRig({}, async (rig) => measure(rig, { inject: async () => misbehave(rig, 'refuse', 10_000) })),
  },
  {
    name: '12 the receiver does not answer for 15 s',
    run: async () =>
      withRig({}, async (rig) => measure(rig, { inject: async () => misbehave(rig, 'hold', 15_000) })),
  },
];

async function misbehave(rig: Rig, behaviour: 'refuse' | 'hold', ms: number): Promise<void> {
  rig.sink.behaviour = behaviour;
  await sleep(ms);
  rig.sink.behaviour = 'take';
}

/** The clock of a node as a file says it: `+7200`, in seconds; monotonic clocks go on, as they do on a real machine. */
async function clockOf(file: string): Promise<Readonly<Record<string, string>> | null> {
  const library = await faketime();
  if (library === null) return null;
  writeFileSync(file, '+0\n');
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

const noFaketime = { skipped: "needs Debian's libfaketime" };

const clocks: readonly Row[] = [
  {
    name: '15 the clock jumps +2 h, −1 h, −1 day',
    run: async () => {
      const file = join(tmpdir(), `fm-faults-clock-${process.pid}`);
      const clock = await clockOf(file);
      if (clock === null) return noFaketime;
      return withRig({ nodes: [clock] }, async (rig) =>
        measure(rig, {
          inject: async () => {
            for (const offset of ['+7200', '-3600', '-86400']) {
              await writeFile(file, `${offset}\n`);
              await sleep(4_000);
            }
            await writeFile(file, '+0\n');
          },
        }),
      ).finally(() => rmSync(file, { force: true }));
    },
  },
  {
    name: '16 two replicas with clocks 5 min apart',
    run: async () => {
      const file = join(tmpdir(), `fm-faults-clock-${process.pid}`);
      const clock = await clockOf(file);
      if (clock === null) return noFaketime;
      return withRig({ nodes: [{}, clock] }, async (rig) =>
        measure(rig, {
          inject: async () => {
            await writeFile(file, '+300\n');
            await sleep(10_000);
          },
        }),
      ).finally(() => rmSync(file, { force: true }));
    },
  },
];

/** The faults that are brought about here, by their numbers in `docs/faults.md`. */
export const rows: readonly Row[] = [
  ...kills,
  ...database,
  ...outside,
  ...clocks,
  ...longRows,
  ...replicaRows,
];
