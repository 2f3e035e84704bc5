/** Another time than its own that an incident is looked at in: the room of a drill looks at what was when that was real. */
export interface Past {
  /** The incident that is replayed, and when it was declared. */
  readonly incident: string;
  readonly declaredAt: string;
  /** How far it has come: milliseconds since 1970; nothing after it is shown. */
  readonly now: number;
  /** Where a moment of the room's own log lies in that time: RFC 3339. */
  readonly place: (at: string) => string;
}

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

/** The same, and of another time where one is meant. */
export function spanIn(incident: Times, leadMinutes: number, at: { now: number; past: Past | null }): Span {
  const { now, past } = at;
  if (past === null) return spanOf(incident, leadMinutes, now);
  return spanOf({ declaredAt: past.declaredAt, resolvedAt: null }, leadMinutes, Math.min(now, past.now));
}
