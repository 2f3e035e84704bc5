import { isKnownEvent, type StoredEvent } from '@fieldmarshal/contract/incidents';
import type { PanelData } from '@fieldmarshal/contract/knowledge';

export const markedTypes = [
  'declared',
  'acknowledged',
  'state-changed',
  'severity-changed',
  'change-linked',
  'resolved',
  'reopened',
] as const;

const marksMax = 40;

/** What happened in an incident, as marks on the axis of time, oldest first; what was taken back is not among them. */
export function marksOf(events: readonly StoredEvent[], undone: readonly number[]): PanelData['marks'] {
  return (
    events
      .filter(({ seq }) => !undone.includes(seq))
      .flatMap((event) => markOf(event) ?? [])
      // A change is linked after it was made.
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .slice(-marksMax)
  );
}

function markOf(event: StoredEvent): PanelData['marks'][number] | null {
  if (!isKnownEvent(event)) return null;
  const { seq, at } = event;
  if (event.type === 'change-linked')
    return { at: event.data.at ?? at, seq, text: `Change: ${event.data.title}` };
  if (event.type === 'state-changed') return { at, seq, text: `Now ${event.data.to}` };
  if (event.type === 'severity-changed')
    return { at, seq, text: `Severity ${event.data.to ?? 'not assessed'}` };
  const text = words.get(event.type);
  return text === undefined ? null : { at, seq, text };
}

const words: ReadonlyMap<string, string> = new Map([
  ['declared', 'Declared'],
  ['acknowledged', 'Acknowledged'],
  ['resolved', 'Resolved'],
  ['reopened', 'Opened again'],
]);
