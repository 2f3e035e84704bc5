import { constants, getPriority, setPriority } from 'node:os';
import type pg from 'pg';
import type { Databases } from './database.ts';

/**
 * What is added to the niceness of what gives way: where others want the processor it has a third of their share. More would leave a cause or an impact
 * waiting for as long as the browsers of checks are busy, and its locks in the database with it.
 */
const steps = 5;

/**
 * From now on the calling thread, and the database processes of the connections it opens, take the processor after the rest of the
 * server: a page goes before a thought. Only Linux gives each thread a priority, and only a database started by the server is known to
 * run here; where either is otherwise, or the system refuses, nothing changes.
 */
export function giveWay({ connection, pools }: Databases): void {
  if (process.platform !== 'linux') return;
  attempt(0);
  if ('url' in connection) return;
  for (const pool of Object.values(pools))
    pool.on('connect', ({ processID }: WithProcess) => {
      if (typeof processID === 'number') attempt(processID);
    });
}

/** What its types do not know: the process that serves the connection. */
type WithProcess = pg.PoolClient & { readonly processID?: number | null };

/** `pid` 0 is the calling thread. */
function attempt(pid: number): void {
  try {
    setPriority(pid, Math.min(constants.priority.PRIORITY_LOW, getPriority(pid) + steps));
  } catch {
    // The process is gone, or a container forbids it.
  }
}
