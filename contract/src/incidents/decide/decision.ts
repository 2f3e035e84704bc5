import type { NewEvent } from '../events/events.ts';

/** Why a command is not carried out; a closed set that screens and callers can tell apart. */
export type RefusalCode =
  | 'already-declared'
  | 'not-declared'
  | 'merged'
  | 'closed'
  | 'not-closed'
  | 'not-a-person'
  | 'role-held'
  | 'role-not-held'
  | 'needs-transfer'
  | 'no-such-team'
  | 'no-such-task'
  | 'no-such-entry'
  | 'no-such-factor'
  | 'no-such-action'
  | 'other-ticket'
  | 'overtaken'
  | 'no-bridge'
  | 'delegated'
  | 'not-delegated'
  | 'last-reader'
  | 'privacy-differs'
  | 'practice'
  | 'past'
  | 'too-many'
  | 'same-incident'
  | 'nothing-to-undo'
  | 'undo-too-late'
  | 'undo-superseded'
  | 'not-undoable';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** One sentence for the person who asked. */
  readonly message: string;
}

/** What follows from a command. No events: it is so already, and nothing needs to be stored. */
export type Decision = { readonly ok: true; readonly events: readonly NewEvent[] } | Refusal;

export function accept(...events: readonly NewEvent[]): Decision {
  return { ok: true, events };
}

export function refuse(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}
