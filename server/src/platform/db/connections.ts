import type { Config } from '../config.ts';

type Role = Config['role'];

/** How many connections each pool may hold at most. */
export interface PoolSizes {
  readonly web: number;
  readonly intake: number;
  readonly worker: number;
  readonly sent: number;
  readonly jobs: number;
}

/** Of who does jobs and answers nobody: the auditor, the thread that thinks, and a process with the role `worker`. */
export const workSizes: PoolSizes = { web: 2, intake: 1, worker: 9, sent: 2, jobs: 2 };

/** Of a process's main part. Without jobs it needs few connections for what they do: looks at health, the catalog and the roster. */
export const mainSizes: Readonly<Record<Role, PoolSizes>> = {
  all: { web: 10, intake: 4, worker: 9, sent: 2, jobs: 2 },
  web: { web: 10, intake: 4, worker: 4, sent: 2, jobs: 1 },
  worker: workSizes,
};

/** Connections beside the pools: what listens (catalog, roster, status page, screens, request rates; with jobs the worker, and three in the thread that thinks), and one that looks at the schema. */
const beside = { web: 5 + 1, worker: 9 + 1, all: 9 + 1 } as const;
/** A worker of the auditor's own, while it stands in, listens, too. */
const standIn = 1;

/** How many connections a process of this role holds at most, everything in it at work at the same time. At rest it is a fifth. */
export function connectionsMost(role: Role): number {
  const ofThought = role === 'web' ? 0 : sum(workSizes);
  return sum(mainSizes[role]) + sum(workSizes) + ofThought + beside[role] + standIn;
}

function sum({ web, intake, worker, sent, jobs }: PoolSizes): number {
  return web + intake + worker + sent + jobs;
}

/** What the one connection that each process keeps from its start to its end is called in `pg_stat_activity`, so that processes can be counted there. */
export const processName = (role: Role): string => `fieldmarshal process ${role}`;
