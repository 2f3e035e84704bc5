import { reduce, type Incident, type StoredEvent } from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import { entryText } from './entry-text.ts';

/**
 * An incident and its whole log, oldest first, as a record: entries are named by their `seq`, each with the state the incident was in after
 * it. What was taken back says nothing. `products` are the names people know them by.
 */
export function recordOfLog(
  incident: Incident,
  events: readonly StoredEvent[],
  { products, now }: { readonly products: readonly string[]; readonly now: string },
): IncidentRecord {
  const undone = new Set(incident.undone);
  let fold: Incident | null = null;
  const entries = events.map((event): Entry => {
    fold = reduce(fold, event);
    const { text, origin } = undone.has(event.seq)
      ? { text: '', origin: 'event' as const }
      : entryText(event);
    return { id: String(event.seq), at: event.at, status: fold?.state ?? null, text, origin };
  });
  return {
    title: incident.title,
    severity: incident.severity,
    products,
    startedAt: incident.declaredAt,
    now,
    entries,
  };
}
