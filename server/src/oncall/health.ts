import type { Env } from '#platform';

export interface PagingHealth {
  /** Pages that are due and have not left, overdue escalation steps included. */
  readonly dueUnsent: number;
  /** Seconds the oldest of them waits; 0 where there is none. */
  readonly oldestDueS: number;
  readonly openEscalations: number;
  /** From due to handed to the channel over the last hour; 0 where nothing was sent. */
  readonly latencyP99S: number;
}

/** Numbers for `/readyz` and `/metrics`; at most one query a second. */
export async function pagingHealth(_env: Env): Promise<PagingHealth> {
  throw new Error('in progress');
}
