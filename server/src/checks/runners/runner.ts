import type { ProbeType } from '@fieldmarshal/contract/checks';

/** How long a runner may say nothing: it asks for work at least every 30 s, and three missed times are silence. */
export const silentAfterMs = 90_000;

/** A runner that has shown who it is: it may take and report runs, and do nothing else. */
export interface Runner {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  /** Empty: all. */
  readonly environments: readonly string[];
  readonly capabilities: readonly ProbeType[];
  readonly owner: string | null;
}
