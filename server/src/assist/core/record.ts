import type { KnownFacts, Source } from '@fieldmarshal/contract/text';
import type { Cue } from './summary/cues.ts';

/** One entry of a log as assist reads it: a sentence or more, the state the incident was in, and the id that a line cites. */
export interface Entry extends Source {
  /** Kind of the event of a log that it tells of; absent where it says nothing any more, or is of no log. */
  readonly type?: string;
  /** What people wrote, or a line the product itself rendered from an event. Only prose can be repetitive, boilerplate, or hostile. */
  readonly origin: 'prose' | 'event';
  /** What an event is about, where its words must not decide: a task that was added tells of no action, whatever its title says. */
  readonly about?: readonly Cue[];
  /** A typed fact that everybody asks for: who is hit, the cause, a way around it. A summary says it before anything else. */
  readonly pinned?: true;
}

/** What assist knows of an incident: plain data, from the log or from anywhere else. Entries are oldest first. */
export interface IncidentRecord {
  readonly title: string;
  /** `SEV1`, `major` …; null where nobody has assessed it. */
  readonly severity: string | null;
  /** Names people know the products by. */
  readonly products: readonly string[];
  /** RFC 3339 UTC. */
  readonly startedAt: string;
  readonly now: string;
  readonly entries: readonly Entry[];
}

/** What a line about the incident may say beside what it cites. */
export function knownOf(record: IncidentRecord): KnownFacts {
  return {
    text: [record.title, record.severity ?? '', ...record.products].join('\n'),
    instants: [record.startedAt, record.now],
  };
}

/** The entries that moved the incident to another state, the first one that has a state included. */
export function stateChanges(entries: readonly Entry[]): Entry[] {
  let last: string | null = null;
  return entries.filter(({ status }) => {
    const moved = status !== null && status !== last;
    if (moved) last = status;
    return moved;
  });
}
