import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order } from '@fieldmarshal/contract/checks';
import { lookAround } from '../agent/machine.ts';
import { nextBatch } from '../agent/queue.ts';
import { openLane, type Lane } from '../batch/lane.ts';
import { defaultLimits } from '../batch/limits.ts';
import { makeBrowserFolder } from '../browser/browser-folder.ts';
import { findInstalled } from '../browser/find-browser.ts';
import { finish, type Finish } from '../report/finish.ts';
import { withFilm } from '../report/with-film.ts';
import type { NewCheck } from './checks-of.ts';
import type { Project } from './read-project.ts';

export interface HerePlan {
  readonly environment: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly isWanted: (check: NewCheck) => boolean;
  readonly onFinish: (check: NewCheck, finish: Finish) => void;
}

/** Runs the checks of a project on this machine, as a runner does: from the bundle, in a lane, with all limits. */
export async function runHere(project: Project, plan: HerePlan): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-here-'));
  chmodSync(directory, 0o755);
  // A user of its own must be able to read what is run.
  chmodSync(join(project.unpacked.directory, '..'), 0o755);
  const lane = laneIn(directory);
  try {
    const byId = new Map<string, NewCheck>();
    for (const check of project.checks) if (plan.isWanted(check)) byId.set(randomUUID(), check);
    let waiting = [...byId].map(([id, check]) => orderOf(check, { id, plan, project }));
    const alone = new Set<string>();
    for (let batch = nextBatch(waiting, alone); batch.length > 0; batch = nextBatch(waiting, alone)) {
      const done = await runBatchHere(lane, { project, batch, directory });
      for (const order of batch) {
        const one = done.get(order.id);
        const check = byId.get(order.id);
        if (one && check) plan.onFinish(check, await withFilm(one, lane));
        else alone.add(order.id);
      }
      waiting = waiting.filter(({ id }) => !done.has(id));
    }
  } finally {
    lane.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function laneIn(directory: string): Lane {
  const installed = findInstalled(process.env);
  const browserFolder = join(directory, 'browsers');
  mkdirSync(browserFolder, { recursive: true });
  makeBrowserFolder(browserFolder, installed);
  return openLane({
    directory: join(directory, 'lane'),
    browserFolder,
    browser: installed.browser,
    hasVideo: installed.ffmpeg !== null,
    limits: defaultLimits,
  });
}

async function runBatchHere(
  lane: Lane,
  { project, batch, directory }: { project: Project; batch: readonly Order[]; directory: string },
): Promise<Map<string, Finish>> {
  const outcome = await lane.run(project.unpacked, batch, { stop: new AbortController().signal });
  const runner = await lookAround([], { serverUrl: 'http://127.0.0.1', directory });
  return finish({ orders: batch, outcome, runner, limits: defaultLimits, hasPassedBefore: () => null });
}

function orderOf(
  check: NewCheck,
  { id, plan, project }: { id: string; plan: HerePlan; project: Project },
): Order {
  const { spec } = check;
  return {
    id,
    attempt: 1,
    leaseMs: 3_600_000,
    check: check.name,
    environment: plan.environment,
    place: 'here',
    dueAt: new Date().toISOString(),
    timeoutMs: (spec.timeoutSeconds ?? 30) * 1000,
    retries: spec.retries ?? 0,
    probe: spec.probe,
    bundle: {
      project: project.file.project,
      digest: project.packed.digest,
      bytes: project.packed.bytes.length,
    },
    variables: plan.variables,
    secrets: plan.secrets,
    urlPatterns: [],
    privateRanges: [],
  };
}
