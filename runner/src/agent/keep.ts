import type { Outcome } from './agent.ts';
import type { Spool } from './spool.ts';

export interface Keeping {
  add(outcome: Outcome): void;
  /** Tries once more to write what only memory holds. */
  stop(): void;
}

interface Around {
  /** What the server is told about this runner; says so while results cannot be written. */
  readonly problems: Set<string>;
  readonly say: (words: string) => void;
  readonly onKept: () => void;
}

const retryMs = 5_000;
const heldMax = 1_000;

/**
 * Puts results into the spool. A disk that takes no more ends no run and no runner: first the artefacts are left out, then reports are held
 * in memory, at most {@link heldMax}, and written as soon as there is room.
 */
export function keeping(spool: Spool, { problems, say, onKept }: Around): Keeping {
  let held: Outcome[] = [];
  let timer: NodeJS.Timeout | undefined;
  let problem: string | null = null;

  const write = ({ report, artefacts }: Outcome): void => {
    try {
      spool.add(report, artefacts);
    } catch (error) {
      if (artefacts.length === 0) throw error;
      const cut = [...(report.cut ?? []), 'Artefacts: the disk of the runner took no more.'];
      spool.add({ ...report, artefacts: [], cut: cut.slice(-20) }, []);
    }
    onKept();
  };
  const fail = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    if (problem === null) {
      problem = `Results cannot be written to the disk: ${reason}`.slice(0, 500);
      problems.add(problem);
      say(problem);
    }
    timer ??= setTimeout(again, retryMs).unref();
  };
  const again = (): void => {
    timer = undefined;
    try {
      for (let next = held[0]; next !== undefined; next = held[0]) {
        write(next);
        held = held.slice(1);
      }
      if (problem !== null) problems.delete(problem);
      problem = null;
    } catch (error) {
      fail(error);
    }
  };
  return {
    add: (outcome) => {
      held.push(outcome);
      // In order: while older ones wait, nothing goes before them.
      if (timer === undefined) again();
      if (held.length <= heldMax) return;
      held = held.slice(-heldMax);
      say(`A result was lost: ${heldMax} wait for room on the disk already.`);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      again();
      clearTimeout(timer);
    },
  };
}
