/** What one look found. `not-checked`: there was nothing to look at, or something before it failed. */
export interface Finding {
  /** The thing looked at, one or two words, e.g. `mail server`. */
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'not-checked';
  /** What was found, a sentence without secrets. */
  readonly found: string;
  /** What to do about it; null where there is nothing to do. */
  readonly advice: string | null;
}

export function ok(subject: string, found: string): Finding {
  return { subject, state: 'ok', found, advice: null };
}

export function warning(subject: string, found: string, advice: string): Finding {
  return { subject, state: 'warning', found, advice };
}

export function failed(subject: string, found: string, advice: string): Finding {
  return { subject, state: 'failed', found, advice };
}

export function notChecked(subject: string, found: string): Finding {
  return { subject, state: 'not-checked', found, advice: null };
}
