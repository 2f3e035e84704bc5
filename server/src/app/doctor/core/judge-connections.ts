import { connectionsMost, type Config } from '#platform';
import { ok, warning, type Finding } from './finding.ts';

type Role = Config['role'];

export interface Connections {
  /** As many as ordinary users may have at a time. */
  readonly allowed: number;
  /** The processes that run on the database now. */
  readonly running: Readonly<Record<Role, number>>;
  /** Of whoever looks: the process that there will be where none runs. */
  readonly role: Role;
  /** Whether it is a database of ours alone, with one process. */
  readonly isEmbedded: boolean;
}

/** Left for backups, doctor and the tools of people. */
const forTools = 5;
const roles = ['all', 'web', 'worker'] as const;

/** Whether the database allows as many connections as all processes hold at most, also while a version replaces another. */
export function judgeConnections({ allowed, running, role, isEmbedded }: Connections): Finding {
  const isNone = roles.every((each) => running[each] === 0);
  const counts = isNone ? { ...running, [role]: 1 } : running;
  const present = roles.filter((each) => counts[each] > 0);
  const held = present.reduce((all, each) => all + counts[each] * connectionsMost(each), 0);
  // A new one of each kind starts before an old one ends.
  const surge = isEmbedded ? 0 : present.reduce((all, each) => all + connectionsMost(each), 0);
  const needed = held + surge + forTools;
  const who = present.map((each) => `${counts[each]} of role ${each}`).join(' and ');
  const found = `${isNone ? 'No process runs; one' : `Of the processes that run, ${who}`} may need ${needed} connections, ${isEmbedded ? '' : 'one more of each during an upgrade and '}${forTools} for tools counted in; ${allowed} are allowed.`;
  if (allowed >= needed) return ok('connections', found);
  return warning(
    'connections',
    found,
    `Set max_connections of PostgreSQL to ${neededSetting(needed)} or more (docs/operations.md has a table), and look at limits of the user and of the database; or run fewer processes. Where connections run out under load, requests are answered with 503 and work waits.`,
  );
}

/** With those that PostgreSQL keeps for its administrators, in round figures. */
function neededSetting(needed: number): number {
  return Math.ceil((needed + 3) / 10) * 10;
}
