import { readFileSync } from 'node:fs';

/** Clock ticks of Linux in a second. */
const ticksPerS = 100;

/** Milliseconds of processor that a process and its threads have used; says something also where other programs keep the machine busy. */
export function cpuMs(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program may hold spaces; what follows its bracket does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerS;
}
