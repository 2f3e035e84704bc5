interface Times {
  /** RFC 3339. */
  readonly declaredAt: string;
  readonly resolvedAt: string | null;
}

export interface Span {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

const afterMs = 15 * 60_000;
/** A graph of more shows nothing of the beginning. */
const longestMs = 14 * 86_400_000;

/** The time to look at for an incident: from `leadMinutes` before it until now, or until a quarter of an hour after its end. */
export function spanOf({ declaredAt, resolvedAt }: Times, leadMinutes: number, now: number): Span {
  const to = resolvedAt === null ? now : Math.min(now, Date.parse(resolvedAt) + afterMs);
  const from = Date.parse(declaredAt) - leadMinutes * 60_000;
  return { from: Math.max(Math.min(from, to - 60_000), to - longestMs), to };
}
