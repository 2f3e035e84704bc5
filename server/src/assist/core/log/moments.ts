import {
  isKnownEvent,
  type Incident,
  type IncidentEvent,
  type StoredEvent,
} from '@fieldmarshal/contract/incidents';
import type { Line } from '../summary/summarise.ts';
import { entryText } from './entry-text.ts';

/** Something that turned an incident, in words. */
export interface Moment {
  readonly at: string;
  readonly seq: number;
  readonly text: string;
}

const momentsMax = 100;
const textMax = 300;
/** Events that turn an incident, whatever is in them; others do once a person marked them as decisions. */
const turning: ReadonlySet<IncidentEvent['type']> = new Set([
  'declared',
  'acknowledged',
  'severity-changed',
  'state-changed',
  'role-given',
  'delegated',
  'delegation-returned',
  'change-linked',
  'cause-found',
  'cause-answered',
  'data-loss-set',
  'workaround-set',
  'communicated',
  'paging-exhausted',
  'resolved',
  'reopened',
]);

const tellingKinds: ReadonlySet<Line['kind']> = new Set(['cause', 'action', 'recovery', 'workaround']);

/**
 * The decisive moments of an incident, oldest first, each with its entry. What was taken back is none. Of notes those count that its summary
 * takes (`lines`) for why it broke, what was done, a way around it, or that it was well again.
 */
export function decisiveMoments(
  incident: Incident,
  events: readonly StoredEvent[],
  lines: readonly Line[],
): Moment[] {
  const told = new Map(
    lines.flatMap(({ kind, cites, text }) =>
      tellingKinds.has(kind) ? cites.map((id) => [Number(id), text] as const) : [],
    ),
  );
  const undone = new Set(incident.undone);
  const decisions = new Set(incident.marks.flatMap(({ seq, mark }) => (mark === 'decision' ? [seq] : [])));
  return events
    .flatMap((event) => {
      if (!isKnownEvent(event) || undone.has(event.seq)) return [];
      const note = event.type === 'noted' && !decisions.has(event.seq) ? told.get(event.seq) : undefined;
      if (!turning.has(event.type) && !decisions.has(event.seq) && note === undefined) return [];
      const text = (note ?? momentText(event)).replaceAll(/\s+/gu, ' ').trim().slice(0, textMax);
      return text === '' ? [] : [{ at: event.at, seq: event.seq, text }];
    })
    .slice(0, momentsMax);
}

function momentText(event: IncidentEvent): string {
  const { type, data } = event;
  if (type === 'declared') return `Declared: ${data.title}`;
  if (type === 'acknowledged') return `${event.actor.name} was on it.`;
  if (type === 'state-changed') return `From ${data.from} to ${data.to}.`;
  if (type === 'communicated') return `A message left for ${data.audience}: ${data.title}`;
  return type === 'resolved' ? `Resolved: ${data.summary}` : entryText(event).text;
}
