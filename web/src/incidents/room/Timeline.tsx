import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
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

const filters: readonly { id: EntryKind | 'all'; word: string }[] = [
  { id: 'all', word: 'All' },
  { id: 'decisions', word: 'Decisions' },
  { id: 'pages', word: 'Pages' },
  { id: 'alerts', word: 'Alerts' },
];

/** The log, newest first. New entries wait behind a pill while somebody reads. */
export function Timeline({ incident }: { incident: Incident }) {
  const [filter, setFilter] = useState<EntryKind | 'all'>('all');
  const ref = useRef<HTMLOListElement>(null);
  const log = useIncidentLog(incident.id);
  const entries = (log.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (event) => filter === 'all' || kindOf(event) === filter,
  );
  const held = useHeldRows<StoredEvent>(entries, ref, (event) => String(event.seq));
  return (
    <section className="room-timeline ui-card" aria-label="Timeline">
      <div className="ui-row">
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
      </div>
      <NoteBox incident={incident} />
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
