import { isKnownEvent, type StoredEvent } from '../events/events.ts';
import type { Incident } from '../state-schema.ts';

export interface ReviewTime {
  readonly name: string;
  readonly at: string | null;
  /** Since the declaration; below zero where a clock was wrong; null for the declaration itself. */
  readonly afterMs: number | null;
}

/** The times every review looks at, in the order in which they should come. What was undone does not count. */
export function reviewTimes(incident: Incident, events: readonly StoredEvent[]): readonly ReviewTime[] {
  const { declaredAt, acknowledgedAt, resolvedAt, firsts } = incident;
  const after = (name: string, at: string | null | undefined): ReviewTime => ({
    name,
    at: at ?? null,
    afterMs: at ? Date.parse(at) - Date.parse(declaredAt) : null,
  });
  const alive = events.filter(({ seq }) => !incident.undone.includes(seq));
  return [
    { name: 'Declared', at: declaredAt, afterMs: null },
    after('Acknowledged', acknowledgedAt),
    after('Field Marshal', firsts.fieldMarshal?.at),
    after('Severity assessed', firsts.severity?.at),
    after('Impact confirmed', firsts.impact?.at),
    after('First message sent', alive.find(({ type }) => type === 'communicated')?.at),
    after('Mitigated', alive.find(isMitigated)?.at),
    after('Resolved', resolvedAt),
  ];
}

function isMitigated(event: StoredEvent): boolean {
  return isKnownEvent(event) && event.type === 'state-changed' && event.data.to === 'monitoring';
}
