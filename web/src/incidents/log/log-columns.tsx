import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Diamond } from 'lucide-react';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { eventText } from '../event-text.ts';
import { laneOf, lanes, laneWords, type Lane } from './lanes.ts';

interface Shown {
  shown: ReadonlySet<Lane>;
  decisions: ReadonlySet<number>;
}

/** Time, then one column for each lane; on a phone one column that names the lane. */
export function columnsOf(incident: Incident, { shown, decisions }: Shown): readonly Column<StoredEvent>[] {
  const text = (row: StoredEvent) => (
    <EntryText event={row} undone={incident.undone.includes(row.seq)} decided={decisions.has(row.seq)} />
  );
  return [
    {
      id: 'at',
      header: 'When',
      width: '10.5rem',
      rowHeader: true,
      cell: (row) => (
        <span className="log-when">
          <Time at={row.at} show="clock" focusable={false} />{' '}
          <span className="ui-quiet">
            <Time at={row.at} show="since" from={incident.declaredAt} focusable={false} />
          </span>
        </span>
      ),
    },
    {
      id: 'what',
      header: 'What',
      narrowOnly: true,
      cell: (row) => (
        <span className="log-entry">
          <span className="ui-quiet">{laneWords[laneOf(row)]}</span> {text(row)}
        </span>
      ),
    },
    ...lanes
      .filter((lane) => shown.has(lane))
      .map((lane): Column<StoredEvent> => ({
        id: lane,
        header: laneWords[lane],
        wideOnly: true,
        cell: (row) => (laneOf(row) === lane ? <span className="log-entry">{text(row)}</span> : null),
      })),
  ];
}

interface EntryTextProps {
  event: StoredEvent;
  undone: boolean;
  decided: boolean;
}

function EntryText({ event, undone, decided }: EntryTextProps) {
  return (
    <span className={undone ? 'room-undone' : undefined}>
      {decided ? <Diamond size={14} aria-label="Decision" /> : null} <b>{event.actor.name}</b>{' '}
      {eventText(event)}
      {undone ? ' (taken back)' : ''}
    </span>
  );
}
