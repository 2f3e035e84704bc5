import type { StoredEvent, Who } from '@fieldmarshal/contract/incidents';

/** When a step is due. `atMs` and `afterMs` are milliseconds of scenario time; a trigger counts from when it first held. */
export type StepTime =
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'team'; readonly team: string; readonly afterMs: number }
  | { readonly kind: 'state'; readonly state: string; readonly afterMs: number }
  | { readonly kind: 'severity'; readonly severity: string; readonly afterMs: number };

/** An event of the log without its place. */
export type ScriptEvent = Pick<StoredEvent, 'type' | 'version' | 'data'>;

/** One thing that is played into a drill's log. `key` is unique within the script and stays the same for ever. */
export interface ScriptStep {
  readonly key: string;
  readonly time: StepTime;
  readonly voice: Who;
  readonly event: ScriptEvent;
}

/** What was right to do; what a recording does not know is null or empty. */
export interface Solution {
  readonly severity: string | null;
  readonly cause: string | null;
  readonly teams: readonly string[];
  readonly message: boolean;
  readonly explanation: string;
  /** Milliseconds until it should be over. */
  readonly resolveMs: number;
}

export interface Script {
  /** Milliseconds of scenario time. */
  readonly lengthMs: number;
  readonly steps: readonly ScriptStep[];
  readonly solution: Solution;
}

/** Somebody who is played: a name for people's eyes, and no person of the catalog. */
export function voiceOf(name: string): Who {
  return { kind: 'system', id: 'drill', name, person: null };
}
