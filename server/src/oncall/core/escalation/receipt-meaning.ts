/**
 * A message that still fails after this many attempts lets another contact method be tried beside it: about 4 s after the first where
 * it is refused, half a minute where nothing answers.
 */
export const delayedAfterAttempts = 3;

interface News {
  /** `delivered`: a receipt says that it arrived. */
  readonly outcome: 'sent' | 'delivered' | 'failed' | 'unknown';
  /** Nothing more is done for this message. */
  readonly settled: boolean;
  /** Counts from 1; 0 where the receiver has failed others so often that nothing was even tried. */
  readonly attempt: number;
}

/**
 * What became of an attempt, as the escalation sees it; null = nothing yet. A receiver that takes messages and never says so is in
 * trouble like one that refuses them: each of them may have arrived, and none may have.
 */
export function meaningOf({ settled, outcome, attempt }: News): 'failed' | 'delayed' | null {
  // A page that left changes nothing: its step waits for an answer.
  if (outcome === 'sent' || outcome === 'delivered') return null;
  if (settled) return 'failed';
  return attempt === 0 || attempt >= delayedAfterAttempts ? 'delayed' : null;
}
