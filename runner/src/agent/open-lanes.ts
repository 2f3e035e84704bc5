import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openLane, type Lane } from '../batch/lane.ts';
import { defaultLimits } from '../batch/limits.ts';
import { makeBrowserFolder } from '../browser/browser-folder.ts';
import { findInstalled } from '../browser/find-browser.ts';
import type { AgentPlan, Outcome } from './agent.ts';
import { openBundles } from './bundles.ts';
import type { Client } from './client.ts';
import { lanesOver, type Lanes } from './lanes.ts';
import { openPast } from './past.ts';
import { makeScratch } from './scratch.ts';

/** Lanes for browsers on this machine; what is wrong with it goes into `problems`. */
export function openLanes(
  plan: AgentPlan,
  {
    client,
    deliver,
    problems,
  }: { client: Client; deliver: (outcome: Outcome) => void; problems: Set<string> },
): Lanes {
  const installed = findInstalled(plan.environment);
  const scratch = makeScratch();
  const browserFolder = join(scratch, 'browsers');
  makeBrowserFolder(browserFolder, installed);
  const limits = plan.limits ?? defaultLimits;
  const count = plan.lanes ?? availableParallelism();
  const lanes: Lane[] = Array.from({ length: count }, (_, index) =>
    openLane({
      directory: join(scratch, `lane-${index}`),
      browserFolder,
      browser: installed.browser,
      hasVideo: installed.ffmpeg !== null,
      limits,
    }),
  );
  if (installed.browser === null)
    problems.add('No Chromium or Chrome was found: e2e checks cannot run here.');
  if (lanes.some(({ isApart }) => !isApart) && process.getuid?.() === 0) {
    problems.add('Runs share the user of the runner: another user cannot read its program.');
  }
  return lanesOver(lanes, {
    bundles: openBundles(join(scratch, 'bundles'), client),
    past: openPast(),
    limits,
    serverUrl: plan.url,
    directory: plan.directory,
    deliver,
    onStop: () => rmSync(scratch, { recursive: true, force: true }),
  });
}
