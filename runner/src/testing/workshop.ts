import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Order } from '@fieldmarshal/contract/checks';
import { seeProcesses } from '../batch/processes.ts';
import { defaultLimits, type Limits } from '../batch/limits.ts';
import { openLane, type Lane } from '../batch/lane.ts';
import { makeBrowserFolder } from '../browser/browser-folder.ts';
import { findInstalled } from '../browser/find-browser.ts';
import { pack } from '../bundle/pack.ts';
import { unpack, type UnpackedBundle } from '../bundle/unpack.ts';
import { finish, type Finish } from '../report/finish.ts';
import { withFilm } from '../report/with-film.ts';

export const installed = findInstalled(process.env);

export interface Workshop {
  readonly directory: string;
  readonly lane: Lane;
  /** Writes a project, packs it and unpacks it as a runner does. */
  bundle(files: Readonly<Record<string, string>>): Promise<UnpackedBundle>;
  run(
    bundle: UnpackedBundle,
    orders: readonly Order[],
    given?: { hasPassedBefore?: (order: Order) => boolean | null; filmStrip?: boolean },
  ): Promise<Map<string, Finish>>;
  /** Command lines of processes that still run in the lane's project folder. */
  leftOver(): string[];
  close(): void;
}

/** A lane in a folder of its own, with real bundles, a real browser and real Playwright; `ffmpeg` in place of this machine's. */
export function openWorkshop(limits: Partial<Limits> = {}, ffmpeg = installed.ffmpeg): Workshop {
  const directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-runner-'));
  chmodSync(directory, 0o755);
  const browserFolder = join(directory, 'browsers');
  makeBrowserFolder(browserFolder, { ...installed, ffmpeg });
  const lane = openLane({
    directory: join(directory, 'lane'),
    browserFolder,
    browser: installed.browser,
    hasVideo: ffmpeg !== null,
    limits: { ...defaultLimits, ...limits },
  });
  const all = { ...defaultLimits, ...limits };
  let count = 0;
  return {
    directory,
    lane,
    bundle: async (files) => {
      count += 1;
      const project = join(directory, `project-${count}`);
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, name)), { recursive: true });
        writeFileSync(join(project, name), text);
      }
      const { bytes, digest } = await pack(project);
      return unpack(bytes, join(directory, 'bundles', digest));
    },
    run: async (bundle, orders, { hasPassedBefore = () => null, filmStrip = true } = {}) => {
      const { signal: stop } = new AbortController();
      const outcome = await lane.run(bundle, orders, { stop, filmStrip });
      // Without it Playwright starts one for itself, and nobody would see that it was not warm.
      if (outcome.browserTrouble !== null) throw new Error(outcome.browserTrouble);
      const looked = { dns: null, route: null, starvedRatio: null, memoryRatio: null, diskFull: null };
      const finished = finish({ orders, outcome, runner: looked, limits: all, hasPassedBefore });
      for (const [id, one] of finished) finished.set(id, await withFilm(one, lane));
      return finished;
    },
    leftOver: () => processesIn(join(directory, 'lane', 'project')),
    close: () => {
      lane.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function processesIn(directory: string): string[] {
  return seeProcesses().flatMap(({ pid }) => {
    try {
      const isInside = readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
      return isInside ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : [];
    } catch {
      return [];
    }
  });
}
