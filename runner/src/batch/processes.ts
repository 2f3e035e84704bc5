import { readdirSync, readFileSync, statSync } from 'node:fs';

/** A process as Linux shows it; elsewhere nothing is seen and only the process group is ended. */
export interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** With the pid this names a process for ever: pids are used again. */
  readonly startedAt: string;
  readonly residentBytes: number;
  readonly uid: number;
}

const pageBytes = 4096;

export function seeProcesses(): Seen[] {
  return entries().flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name, in brackets, may hold blanks and brackets itself.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return [];
      return [
        {
          pid,
          parent: Number(fields[1]),
          session: Number(fields[3]),
          startedAt: fields[19] ?? '',
          residentBytes: Number(fields[21]) * pageBytes,
          uid: statSync(`/proc/${pid}`).uid,
        },
      ];
    } catch {
      return [];
    }
  });
}

function entries(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
  } catch {
    return [];
  }
}

/** The processes of one batch, also those that left its group or lost their parent. */
export interface Family {
  /** Looks again. */
  members(all?: readonly Seen[]): Seen[];
  /** Ends all of it, whatever it starts meanwhile. */
  kill(): void;
}

/**
 * `leader` has a session of its own. Somebody belongs to the family who descends from it, is of its session, was seen as a member
 * before, or is of the user `uid` that nobody else has.
 */
export function family(leader: number, uid: number | null): Family {
  const known = new Map<number, string>();
  const members = (all: readonly Seen[] = seeProcesses()): Seen[] => {
    const byPid = new Map(all.map((seen) => [seen.pid, seen]));
    for (const [pid, startedAt] of known) if (byPid.get(pid)?.startedAt !== startedAt) known.delete(pid);
    let isNew = true;
    while (isNew) {
      isNew = false;
      for (const seen of all) {
        if (known.has(seen.pid) || !belongs(seen)) continue;
        known.set(seen.pid, seen.startedAt);
        isNew = true;
      }
    }
    return [...known.keys()].flatMap((pid) => byPid.get(pid) ?? []);
  };
  const belongs = ({ pid, session, parent, uid: owner }: Seen): boolean =>
    pid === leader || session === leader || known.has(parent) || owner === uid;
  return {
    members,
    kill: () => {
      // Before anybody has lost its parent: who has a session of its own, such as a browser, would not be known as a member then.
      members();
      // Again and again, since a fork bomb starts new ones between the look and the kill; stopped ones start nothing.
      for (let round = 0; round < 20; round += 1) {
        end(-leader, 'SIGKILL');
        const left = members();
        for (const { pid } of left) end(pid, 'SIGSTOP');
        for (const { pid } of left) end(pid, 'SIGKILL');
        if (left.length === 0) return;
      }
    },
  };
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}

/** Written to disks by a process since it began. */
export function writtenBytes(pid: number): number {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
