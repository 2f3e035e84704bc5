import {
  reduce,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import { entryText } from './entry-text.ts';

const ofCause: ReadonlySet<string> = new Set<IncidentEvent['type']>(['cause-found', 'cause-answered']);

/**
 * An incident and its whole log, oldest first, as a record: entries are named by their `seq`, each with the state the incident was in after
 * it. What was taken back says nothing, nor does a cause of which something else was found or said later. `products` are the names people know them by.
 */
export function recordOfLog(
  incident: Incident,
  events: readonly StoredEvent[],
  { products, now }: { readonly products: readonly string[]; readonly now: string },
): IncidentRecord {
  const undone = new Set(incident.undone);
  const lastOfCause = events.findLast(({ type, seq }) => ofCause.has(type) && !undone.has(seq))?.seq;
  let fold: Incident | null = null;
  const entries = events.map((event): Entry => {
    fold = reduce(fold, event);
    const isOvertaken = event.type === 'cause-found' && event.seq !== lastOfCause;
    const { text, origin } =
      undone.has(event.seq) || isOvertaken ? { text: '', origin: 'event' as const } : entryText(event);
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
