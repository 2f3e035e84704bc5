const dayMs = 24 * 60 * 60 * 1000;

/** A session ends after a week without use, and a month after it began in any case. */
export const sessionIdleMs = 7 * dayMs;
export const sessionMs = 30 * dayMs;
