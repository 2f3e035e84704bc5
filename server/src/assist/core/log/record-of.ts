import {
  isKnownEvent,
  reduce,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { Entry, IncidentRecord } from '../record.ts';
import { entryText, hitText, isNothingHit, resolvedText, taskText, type EntryText } from './entry-text.ts';

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
 * not stand (the log is told of a verdict a limited number of times only), nor how many alerts fired before they were counted again. A task
 * is told as it is now.
 */
export function recordOfLog(
  incident: Incident,
  events: readonly StoredEvent[],
  { products, now, causes = null }: Around,
): IncidentRecord {
  const silent = silentIn(events, new Set(incident.undone), causes);
  const rendered = new Map([...tasksIn(incident, events), ...hitIn(events), ...endIn(incident, events)]);
  let fold: Incident | null = null;
  const entries = events.map((event): Entry => {
    fold = reduce(fold, event);
    const place = { id: String(event.seq), at: event.at, status: fold?.state ?? null };
    if (silent.has(event.seq)) return { ...place, ...nothing };
    return { ...place, type: event.type, ...(rendered.get(event.seq) ?? entryText(event)) };
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

const nothing: EntryText = { text: '', origin: 'event' };

/** Each task once, as it is now: where it was done last, or where it was added as long as it is open. One that was removed says nothing. */
function tasksIn({ tasks }: Incident, events: readonly StoredEvent[]): ReadonlyMap<number, EntryText> {
  const places = new Map<string, number>();
  for (const event of events) {
    if (!isKnownEvent(event)) continue;
    const { type, data, seq } = event;
    if (type === 'task-added') places.set(data.task, seq);
    else if (type === 'task-done' && tasks.some(({ task, done }) => task === data.task && done))
      places.set(data.task, seq);
  }
  return new Map(
    tasks.flatMap((task) => {
      const seq = places.get(task.task);
      return seq === undefined ? [] : [[seq, taskText(task)] as const];
    }),
  );
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
  return new Set([
    ...undone,
    ...overtaken.map(({ seq }) => seq),
    ...countedAgain(events),
    ...saidAnew(events, undone),
  ]);
}

/** What was said of the incident as a whole, of impact, lost data and a way around it before it was said anew; of several languages English counts, else the newest. */
function saidAnew(events: readonly StoredEvent[], undone: ReadonlySet<number>): number[] {
  const ofType = <T extends IncidentEvent['type']>(type: T) =>
    events.filter(
      (event): event is Extract<StoredEvent & IncidentEvent, { type: T }> =>
        isKnownEvent(event) && event.type === type && !undone.has(event.seq),
    );
  const butLast = (list: readonly StoredEvent[]): number[] => list.slice(0, -1).map(({ seq }) => seq);
  const ways = new Map(ofType('workaround-set').map((event) => [event.data.language, event]));
  const told = [...ways.values()].filter(({ data }) => data.text !== '');
  const way = told.find(({ data }) => data.language === 'en') ?? told.at(-1);
  return [
    ...butLast([...ofType('declared'), ...ofType('described')]),
    ...butLast(ofType('impact-assessed')),
    ...butLast(ofType('data-loss-set')),
    ...ofType('workaround-set').flatMap(({ seq }) => (seq === way?.seq ? [] : [seq])),
  ];
}

/** The last assessment of whom it hits, with what an earlier one counted where it is over. */
function hitIn(events: readonly StoredEvent[]): [number, EntryText][] {
  const assessed = events.flatMap((event) =>
    isKnownEvent(event) && event.type === 'impact-assessed'
      ? [{ event, seq: event.seq, summary: event.data.summary }]
      : [],
  );
  const last = assessed.at(-1);
  if (last === undefined) return [];
  const before = assessed.findLast(
    ({ summary }) => !isNothingHit(summary) && !summary.startsWith('possibly'),
  );
  return [[last.seq, { ...entryText(last.event), text: hitText(last.summary, before?.summary ?? null) }]];
}

/** How it ended, as long as it is over: what somebody said of an end that was none is read as any text is. */
function endIn({ resolvedAt }: Incident, events: readonly StoredEvent[]): [number, EntryText][] {
  const end = events.findLast(({ type }) => type === 'resolved');
  if (resolvedAt === null || end === undefined || !isKnownEvent(end) || end.type !== 'resolved') return [];
  const said = resolvedText(end.data.summary);
  return said === null ? [] : [[end.seq, said]];
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
