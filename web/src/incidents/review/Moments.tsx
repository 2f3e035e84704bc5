import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { Diamond } from 'lucide-react';
import { Empty } from '../../ui/Empty.tsx';
import { Time } from '../../ui/Time.tsx';
import { Panel } from '../room/Panel.tsx';
import { eventText } from '../event-text.ts';
import { momentsOf } from './moments.ts';

/** The timeline of what decided: what was pinned or marked, what changed its course, what was told outside. */
export function Moments({ incident, events }: { incident: Incident; events: readonly StoredEvent[] }) {
  const moments = momentsOf(incident, events);
  const decisions = new Set(incident.marks.map(({ seq }) => seq));
  return (
    <Panel title="Decisive moments" count={`${moments.length} of ${events.length} entries`}>
      {moments.length === 0 ? (
        <Empty>Nothing in the log decided anything. Pin entries in the full record to have them here.</Empty>
      ) : (
        <ol className="review-moments">
          {moments.map((event) => (
            <li key={event.seq} id={`entry-${event.seq}`}>
              <span className="review-when">
                <Time at={event.at} show="clock" focusable={false} />{' '}
                <span className="ui-quiet">
                  <Time at={event.at} show="since" from={incident.declaredAt} focusable={false} />
                </span>
              </span>
              <span>
                {decisions.has(event.seq) ? <Diamond size={14} aria-label="Marked" /> : null}{' '}
                <b>{event.actor.name}</b> {eventText(event)}
                {noteOf(event)} <span className="ui-quiet">[{event.seq}]</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      <p className="ui-quiet ui-no-print">
        <Link to="/incidents/$id/log" params={{ id: incident.id }}>
          Pin or mark other entries in the full record
        </Link>
      </p>
    </Panel>
  );
}

function noteOf(event: StoredEvent): string {
  const { data } = event;
  if (event.type !== 'noted' || typeof data !== 'object' || data === null || !('text' in data)) return '';
  return typeof data.text === 'string' && data.text !== '' ? `: ${data.text}` : '';
}
