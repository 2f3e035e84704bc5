/** Waits before the second, third … attempt; the last one repeats. Short enough that a receiver is tried within 120 s of coming back. */
const waitsS = [1, 2, 4, 8, 15, 30];
const waitMsMax = 60_000;
/** After this long a message that could not be sent is given up. */
const giveUpAfterMs = 6 * 3_600_000;

interface Failure {
  /** Attempts made so far, at least 1. */
  readonly attempts: number;
  /** How long the receiver asked us to wait; honoured up to a minute, since a page must not wait longer. */
  readonly retryAfterMs: number | undefined;
  readonly createdAt: Date;
  readonly now: Date;
  /** 0 to 1; spreads the attempts of many messages. */
  readonly chance: number;
}

/** When to try again after a temporary failure; null = give up. */
export function nextAttemptAt({ attempts, retryAfterMs, createdAt, now, chance }: Failure): Date | null {
  if (now.getTime() - createdAt.getTime() > giveUpAfterMs) return null;
  const waitMs = (waitsS[Math.min(attempts, waitsS.length) - 1] ?? 30) * 1_000;
  const spread = waitMs * (0.8 + 0.4 * chance);
  return new Date(now.getTime() + Math.min(waitMsMax, Math.max(spread, retryAfterMs ?? 0)));
}
