import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useHeldRows } from '../../ui/held-rows.ts';
import { Loading } from '../../ui/Loading.tsx';
import { NewRowsPill } from '../../ui/NewRowsPill.tsx';
import { kindOf, type EntryKind } from '../event-text.ts';
import { sentenceOf, useIncidentLog } from '../incident-api.ts';
import { NoteBox } from './NoteBox.tsx';
import { TimelineEntry } from './TimelineEntry.tsx';

type Filter = EntryKind | 'all' | 'pinned';

const filters: readonly { id: Filter; word: string }[] = [
  { id: 'all', word: 'All' },
  { id: 'decisions', word: 'Decisions' },
  { id: 'pages', word: 'Pages' },
  { id: 'alerts', word: 'Alerts' },
  { id: 'comms', word: 'Messages' },
  { id: 'pinned', word: 'Pinned' },
];

/** The log, newest first. New entries wait behind a pill while somebody reads. */
export function Timeline({ incident }: { incident: Incident }) {
  const [filter, setFilter] = useState<Filter>('all');
  const ref = useRef<HTMLOListElement>(null);
  const log = useIncidentLog(incident.id);
  const marked = (mark: 'pinned' | 'decision') =>
    new Set(incident.marks.filter((each) => each.mark === mark).map(({ seq }) => seq));
  const [pinned, decided] = [marked('pinned'), marked('decision')];
  const entries = (log.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (event) =>
      filter === 'all' ||
      (filter === 'pinned' ? pinned.has(event.seq) : kindOf(event) === filter) ||
      (filter === 'decisions' && decided.has(event.seq)),
  );
  const held = useHeldRows<StoredEvent>(entries, ref, (event) => String(event.seq));
  return (
    <section className="room-timeline ui-card" aria-label="Timeline">
      <div className="ui-row ui-no-print">
        <h2>Timeline</h2>
        <fieldset className="room-filters">
          <legend className="ui-hidden">Show</legend>
          {filters.map(({ id, word }) => (
            <Button
              key={id}
              look={id === filter ? 'normal' : 'plain'}
              aria-pressed={id === filter}
              onClick={() => setFilter(id)}
            >
              {word}
            </Button>
          ))}
        </fieldset>
        <span className="screen-gap" />
        <Link to="/incidents/$id/log" params={{ id: incident.id }}>
          Full record
        </Link>
      </div>
      <div className="ui-no-print">
        <NoteBox incident={incident} />
      </div>
      {log.isPending ? <Loading what="the log" /> : null}
      {log.isError ? <ErrorNote onRetry={() => void log.refetch()}>{sentenceOf(log.error)}</ErrorNote> : null}
      <NewRowsPill {...held} />
      <ol className="room-log" ref={ref} aria-label="Log, newest first">
        {held.rows.map((event) => (
          <TimelineEntry key={event.seq} event={event} incident={incident} />
        ))}
      </ol>
      {log.isSuccess && entries.length === 0 ? (
        <Empty>No entry of this kind among {incident.seq}.</Empty>
      ) : null}
      {log.hasNextPage ? <Button onClick={() => void log.fetchNextPage()}>Show older</Button> : null}
    </section>
  );
}
