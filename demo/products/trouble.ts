import { badDeploy, type Fault, type FaultKind, type FaultOf } from '../faults/fault.ts';

const chunkBytes = 1_000_000;

/** The faults that are on for one product, and what they come to. */
export interface Trouble {
  set(fault: Fault): void;
  clear(kind: FaultKind): void;
  find<K extends FaultKind>(kind: K): FaultOf<K> | undefined;
  /** When it was switched on, in milliseconds since 1970; 0 when it is not on. */
  since(kind: FaultKind): number;
  all(): readonly { fault: Fault; since: number }[];
  /**
   * Whether this request fails. At a rate of 0.25 the first and then every fourth of each operation does: evenly, so that a
   * demo looks the same every time.
   */
  failsNow(operation: string): boolean;
  readonly delayMs: number;
  /** Resolves when the product no longer hangs; already resolved when it does not. */
  untilItAnswers(signal: AbortSignal): Promise<void>;
  /** Takes one more megabyte, up to the limit of the fault; gives all back when the fault is off. */
  grow(): void;
  readonly ballastBytes: number;
}

export function trouble(now: () => number): Trouble {
  const on = new Map<FaultKind, { fault: Fault; since: number }>();
  const hung = new Set<() => void>();
  let ballast: Buffer[] = [];
  const owed = new Map<string, number>();
  const find = <K extends FaultKind>(kind: K): FaultOf<K> | undefined => {
    const found = on.get(kind)?.fault;
    return found && isKind(found, kind) ? found : undefined;
  };
  return {
    set: (fault) => {
      on.set(fault.fault, { fault, since: now() });
      owed.clear();
    },
    clear: (kind) => {
      on.delete(kind);
      if (kind === 'memory-growth') ballast = [];
      if (kind !== 'hang') return;
      for (const release of hung) release();
      hung.clear();
    },
    find,
    since: (kind) => on.get(kind)?.since ?? 0,
    all: () => [...on.values()],
    failsNow: (operation) => {
      const rate = Math.max(find('errors')?.rate ?? 0, find('bad-deploy') ? badDeploy.rate : 0);
      if (rate === 0) return false;
      const debt = (owed.get(operation) ?? 1 - rate) + rate;
      const fails = debt >= 1 - 1e-9;
      owed.set(operation, fails ? debt - 1 : debt);
      return fails;
    },
    get delayMs() {
      return Math.max(find('latency')?.ms ?? 0, find('bad-deploy') ? badDeploy.ms : 0);
    },
    untilItAnswers: (signal) =>
      on.has('hang')
        ? new Promise((resolve) => {
            hung.add(resolve);
            signal.addEventListener('abort', () => {
              hung.delete(resolve);
              resolve();
            });
          })
        : Promise.resolve(),
    grow: () => {
      const limit = find('memory-growth')?.megabytes ?? 0;
      // Filled, because untouched pages would cost nothing and nobody would see the process grow.
      if (ballast.length < limit) ballast.push(Buffer.alloc(chunkBytes, 1));
    },
    get ballastBytes() {
      return ballast.length * chunkBytes;
    },
  };
}

function isKind<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.fault === kind;
}
