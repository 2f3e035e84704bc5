import {
  isKnownEvent,
  reduce,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { IncidentRecord } from '../record.ts';

/** An incident as it was right before something that can take points away. */
export interface Earlier {
  readonly incident: Incident;
  readonly record: IncidentRecord;
}

/** The latest so many are looked back at. */
const earlierMax = 8;
const easing: ReadonlySet<IncidentEvent['type']> = new Set([
  'acknowledged',
  'severity-changed',
  'severity-proposed',
  'severity-kept',
  'state-changed',
  'role-given',
  'delegation-accepted',
  'cause-found',
  'cause-answered',
  'undone',
]);

/** The moments before each entry that can take points away, oldest first: what was advised then decides how easily advice goes down now. */
export function momentsBefore(events: readonly StoredEvent[], record: IncidentRecord): Earlier[] {
  const moments: Earlier[] = [];
  let fold: Incident | null = null;
  for (const [index, event] of events.entries()) {
    if (fold !== null && isKnownEvent(event) && easing.has(event.type))
      moments.push({
        incident: fold,
        record: {
          ...record,
          severity: fold.severity,
          now: event.at,
          entries: record.entries.slice(0, index),
        },
      });
    fold = reduce(fold, event);
  }
  return moments.slice(-earlierMax);
}
