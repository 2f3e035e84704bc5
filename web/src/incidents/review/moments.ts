import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';

const decisive: ReadonlySet<string> = new Set([
  'declared',
  'acknowledged',
  'severity-changed',
  'state-changed',
  'cause-found',
  'cause-answered',
  'communicated',
  'paging-exhausted',
  'merged',
  'absorbed',
  'resolved',
  'reopened',
]);

/** What a review tells of a log, oldest first: what changed its course, and whatever people pinned or marked. Nothing that was taken back. */
export function momentsOf(incident: Incident, events: readonly StoredEvent[]): readonly StoredEvent[] {
  const marked = new Set(incident.marks.map(({ seq }) => seq));
  const undone = new Set(incident.undone);
  return events.filter(({ type, seq }) => !undone.has(seq) && (marked.has(seq) || decisive.has(type)));
}
