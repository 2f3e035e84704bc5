import { isKnownEvent, reduce, type Incident, type StoredEvent } from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import { entryText } from './entry-text.ts';

interface Around {
  /** Names people know the products by. */
  readonly products: readonly string[];
  readonly now: string;
  /** Whom the cause verdict names as it stands now, as `product:search`; empty where it is not clear. Null: there is no verdict. */
  readonly causes?: readonly string[] | null;
}

/**
 * An incident and its whole log, oldest first, as a record: entries are named by their `seq`, each with the state the incident was in after
 * it. What was taken back says nothing, nor does a cause of which something else was found or said later, or by which the verdict of now does
 * not stand (the log is told of a verdict a limited number of times only), nor how many alerts fired before they were counted again.
 */
export function recordOfLog(
  incident: Incident,
  events: readonly StoredEvent[],
  { products, now, causes = null }: Around,
): IncidentRecord {
  const silent = silentIn(events, new Set(incident.undone), causes);
  let fold: Incident | null = null;
  const entries = events.map((event): Entry => {
    fold = reduce(fold, event);
    const { text, origin } = silent.has(event.seq)
      ? { text: '', origin: 'event' as const }
      : entryText(event);
    return { id: String(event.seq), at: event.at, status: fold?.state ?? null, text, origin };
  });
  return {
    // Whatever is said of it elsewhere must not be taken for real.
    title: incident.drill ? `DRILL ${incident.title}` : incident.title,
    severity: incident.severity,
    products,
    startedAt: incident.declaredAt,
    now,
    entries,
  };
}

/** Entries that say nothing any more. */
function silentIn(
  events: readonly StoredEvent[],
  undone: ReadonlySet<number>,
  causes: readonly string[] | null,
): ReadonlySet<number> {
  const ofCause = events.filter(
    ({ type, seq }) => !undone.has(seq) && (type === 'cause-found' || type === 'cause-answered'),
  );
  const last = ofCause.at(-1)?.seq;
  const lastAnswer = ofCause.findLast(({ type }) => type === 'cause-answered')?.seq;
  const overtaken = ofCause.filter((event) =>
    event.type === 'cause-answered'
      ? event.seq !== lastAnswer
      : event.seq !== last || (causes !== null && !namedIn(event).every((name) => causes.includes(name))),
  );
  return new Set([...undone, ...overtaken.map(({ seq }) => seq), ...countedAgain(events)]);
}

/** Counts of a group of alerts after which it was counted again, or ended. */
function countedAgain(events: readonly StoredEvent[]): number[] {
  const last = new Map<string, number>();
  const counts = events.flatMap((event) =>
    isKnownEvent(event) && (event.type === 'alerts-counted' || event.type === 'alerts-resolved')
      ? [{ seq: event.seq, group: event.data.group }]
      : [],
  );
  for (const { seq, group } of counts) last.set(group, seq);
  return counts.flatMap(({ seq, group }) => (last.get(group) === seq ? [] : [seq]));
}

function namedIn(event: StoredEvent): string[] {
  if (!isKnownEvent(event) || event.type !== 'cause-found') return [];
  return event.data.causes.map(({ kind, name }) => `${kind}:${name}`);
}
