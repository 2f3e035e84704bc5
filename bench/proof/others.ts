import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ports } from '../../demo/ports.ts';
import { openDoor } from '../../demo/site/door.ts';
import { canCutOff, cutOff } from '../../demo/site/namespace.ts';
import { deployChecks, root } from '../../demo/starter/fieldmarshal.ts';
import { startTethered } from '../../demo/starter/tether.ts';
import type { Demo } from './demo.ts';

/** What is wrong while no product is. */
export interface Trouble {
  /** Has it show: called every few seconds while it is looked at. */
  readonly show: () => Promise<void>;
  /** How many of its runs have ended. */
  readonly ended: () => Promise<number>;
  /** Ends it; what it did meanwhile, as a sentence: what showed nothing proves nothing. */
  readonly end: () => Promise<string>;
}

const flakyCheck = 'proof-flaky-the-families-are-listed-in-a-hurry';

/** A check that fails more often than not, whatever the products do. */
export async function flakyTest(demo: Demo, environment: string): Promise<Trouble> {
  await deployChecks(demo.reached, 'bench/proof/flaky');
  const { items } = await demo.api<{ items: { name: string }[] }>('GET', '/checks?limit=200');
  const name = items.find((check) => check.name.includes('in-a-hurry'))?.name ?? flakyCheck;
  const own = `check=${name}&environment=${environment}`;
  await untilOneEnded(demo, own, async () => run(demo, name, environment));
  return {
    show: async () => run(demo, name, environment),
    ended: async () => (await endedRuns(demo, own)).length,
    end: async () => {
      const told = await howTheyWent(demo, own);
      const bundle = gzipSync(Buffer.alloc(1_024));
      const digest = createHash('sha256').update(bundle).digest('hex');
      await demo.send(`/check-bundles/${digest}`, bundle);
      await demo.api('POST', '/checks/deploy', { project: 'proof-flaky', digest, checks: [], dryRun: false });
      return told;
    },
  };
}

/**
 * A second runner, in a network of its own that leads to Fieldmarshal and nowhere else: whatever it runs fails, and what the other runner
 * runs passes. Throws where this machine allows no such network.
 */
export async function runnerWithoutNetwork(demo: Demo, environment: string): Promise<Trouble> {
  if (!canCutOff()) throw new Error('a runner without network needs Linux, root and network namespaces');
  const { runner, token } = await demo.api<{ runner: { id: string; name: string }; token: string }>(
    'POST',
    '/runners',
    {
      name: 'Cut off',
      place: 'cut-off',
      environments: [environment],
      capabilities: ['e2e'],
    },
  );
  const hall = mkdtempSync(join(tmpdir(), 'fm-cut-'));
  const door = await openDoor({ path: join(hall, 'server') }, { port: ports.fieldmarshal });
  const program = startTethered({
    ...cutOff([join(import.meta.dirname, 'cut-off-runner.ts')]),
    directory: root,
    environment: {
      PROOF_DOOR: join(hall, 'server'),
      PROOF_DATA: join(hall, 'data'),
      FIELDMARSHAL_RUNNER_TOKEN: token,
    },
  });
  const { items } = await demo.api<{ items: { name: string; type: string }[] }>('GET', '/checks?limit=200');
  const checks = items.filter(({ type }) => type === 'e2e').map(({ name }) => name);
  let next = 0;
  const show = async (): Promise<void> => {
    for (let count = 0; count < 4; count += 1)
      await run(demo, checks[(next += 1) % checks.length] ?? '', environment);
  };
  const own = `runner=${encodeURIComponent(runner.name)}`;
  await untilOneEnded(demo, own, show);
  return {
    show,
    ended: async () => (await endedRuns(demo, own)).length,
    end: async () => {
      const told = await howTheyWent(demo, own);
      await program.stop();
      await door.close();
      await demo.api('DELETE', `/runners/${runner.id}`);
      rmSync(hall, { recursive: true, force: true });
      return told;
    },
  };
}

async function run(demo: Demo, name: string, environment: string): Promise<void> {
  // One that is running already is as good.
  await demo.api('POST', `/checks/${name}/run`, { environment }).catch(() => undefined);
}

const beginsWithinMs = 600_000;

/** Time is counted from when it shows: a runner that starts, and one that is busy, need a while. */
async function untilOneEnded(demo: Demo, of: string, show: () => Promise<void>): Promise<void> {
  const limit = performance.now() + beginsWithinMs;
  while (performance.now() < limit) {
    await show();
    await sleep(showAgainMs);
    if ((await endedRuns(demo, of)).length > 0) return;
  }
}

const showAgainMs = 5_000;

interface Run {
  readonly verdict: string | null;
  readonly fault: { readonly class: string } | null;
}

async function endedRuns(demo: Demo, of: string): Promise<Run[]> {
  const { items } = await demo.api<{ items: Run[] }>('GET', `/runs?limit=200&${of}`);
  return items.filter(({ verdict }) => verdict !== null);
}

async function howTheyWent(demo: Demo, of: string): Promise<string> {
  const ended = await endedRuns(demo, of);
  const ways = Map.groupBy(ended, ({ verdict, fault }) =>
    fault === null ? (verdict ?? '') : `${verdict ?? ''} by ${fault.class}`,
  );
  const counted = [...ways].map(([way, runs]) => `${runs.length} ${way}`);
  return `${ended.length} of its runs ended${counted.length === 0 ? '' : `: ${counted.join(', ')}`}`;
}
