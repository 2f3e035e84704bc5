import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Limit, Limits } from './limits.ts';
import { seeProcesses, writtenBytes, type Family } from './processes.ts';

export interface Guarded {
  readonly family: Family;
  /** Of the warm browser that works for it, which is outside of the family. */
  readonly browser: Family | null;
  readonly directory: string;
  readonly limits: Limits;
  readonly onOver: (limit: Limit) => void;
}

const everyMs = 250;
const filesMax = 50_000;

/** Looks four times a second at what a batch uses; tells once, when it goes over. */
export function guard(guarded: Guarded): { stop(): void } {
  const written = new Map<string, number>();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void over(guarded, written).then((limit): undefined => {
      isLooking = false;
      if (limit === null) return undefined;
      clearInterval(timer);
      guarded.onOver(limit);
      return undefined;
    });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}

async function over(
  { family, browser, directory, limits }: Guarded,
  written: Map<string, number>,
): Promise<Limit | null> {
  const all = seeProcesses();
  const members = family.members(all);
  if (members.length > limits.processes) return 'processes';
  const used = [...members, ...(browser?.members(all) ?? [])];
  if (sum(used.map(({ residentBytes }) => residentBytes)) > limits.memoryBytes) return 'memory';
  for (const { pid, startedAt } of members) written.set(`${pid} ${startedAt}`, writtenBytes(pid));
  if (sum([...written.values()]) > 2 * limits.diskBytes) return 'disk';
  return (await bytesIn(directory, limits.diskBytes)) > limits.diskBytes ? 'disk' : null;
}

/** Counts no further than it must; a sparse file counts as what it takes. */
async function bytesIn(directory: string, enough: number): Promise<number> {
  let bytes = 0;
  let files = 0;
  const folders = [directory];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile())
        bytes += await lstat(path).then(
          ({ blocks }) => blocks * 512,
          () => 0,
        );
      files += 1;
      if (files > filesMax || bytes > enough) return files > filesMax ? Infinity : bytes;
    }
  }
  return bytes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
