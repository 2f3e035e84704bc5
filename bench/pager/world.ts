import type { Agenda } from './agenda.ts';
import type { Checks } from './checks.ts';
import type { Organisation } from './organisation.ts';
import type { Outside } from './outside.ts';
import type { Random } from './random.ts';
import type { Rows } from './rows.ts';

/** Faults planted on purpose, to see that each is found. */
export const bugs = [
  'skip-the-sweep',
  'commit-after-send',
  'trust-the-local-clock',
  'forget-a-receipt',
  'resend-after-ack',
  'shadow-stops-it',
] as const;
export type Bug = (typeof bugs)[number];

/** How likely each kind of trouble is in one world, until it calms down; probabilities of one await, message or timer. */
export interface Weather {
  kill: number;
  pause: number;
  cut: number;
  timerLost: number;
  timerTwice: number;
  refused: number;
  answerLost: number;
  receiptLater: number;
  skewMs: number;
  outages: number;
}

/** Everything of one simulated world. */
export interface World {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly rows: Rows;
  readonly organisation: Organisation;
  readonly outside: Outside;
  readonly checks: Checks;
  readonly weather: Weather;
  readonly bug: Bug | null;
  /** Wakes the workers, as a commit does by NOTIFY. */
  readonly notify: () => void;
  /** Keeps a line of what happened, where somebody wants to read it. */
  readonly note: (line: () => string) => void;
}
