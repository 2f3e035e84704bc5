import { readFileSync } from 'node:fs';
import { seeProcesses } from '../../runner/src/batch/processes.ts';

const ticksPerSecond = 100;

/** Seconds of CPU of a process and of its children that have ended; 0 where there is none. */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** The same of these processes and of all that descend from them. */
export function cpuOfTrees(pids: readonly number[]): number {
  const all = seeProcesses();
  const members = new Set(pids);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  }
  return [...members].reduce((sum, pid) => sum + cpuOf(pid), 0);
}
