import { isKnownEvent, type Incident, type StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { Diamond, Pin } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Markdown } from '../../app/text/Markdown.tsx';
import { sizeText } from '../../ui/size-text.ts';
import { Time } from '../../ui/Time.tsx';
import { eventText } from '../event-text.ts';
import { useAct } from '../incident-api.ts';

/** One entry: when, who, what, and the evidence that came with it. */
export function TimelineEntry({ event, incident }: { event: StoredEvent; incident: Incident }) {
  const act = useAct(incident.id);
  const marks = new Set(incident.marks.filter((mark) => mark.seq === event.seq).map(({ mark }) => mark));
  const undone = incident.undone.includes(event.seq);
  const pinned = marks.has('pinned');
  const decided = marks.has('decision');
  return (
    <li
      className={`room-entry${decided ? ' room-decision' : ''}${pinned ? ' room-pinned' : ''}`}
      id={`entry-${event.seq}`}
    >
      <span className="room-entry-time">
        <Time at={event.at} show="clock" />
        <span className="ui-quiet ui-small">
          <Time at={event.at} show="since" from={incident.declaredAt} focusable={false} />
        </span>
      </span>
      <div className={undone ? 'room-undone' : ''}>
        <p>
          {decided ? <Diamond size={16} aria-label="Decision" /> : null} <b>{event.actor.name}</b>{' '}
          {eventText(event)}
          {undone ? ' (taken back)' : ''}
        </p>
        <Note event={event} incidentId={incident.id} />
      </div>
      <span className="room-entry-actions ui-no-print">
        <IconButton
          label={decided ? `Entry ${event.seq} is no decision` : `Entry ${event.seq} is a decision`}
          look="plain"
          aria-pressed={decided}
          icon={<Diamond size={16} aria-hidden />}
          onClick={() =>
            act.mutate({ path: 'marks', body: { seq: event.seq, mark: 'decision', on: !decided } })
          }
        />
        <IconButton
          label={pinned ? `Unpin entry ${event.seq}` : `Pin entry ${event.seq}`}
          look="plain"
          aria-pressed={pinned}
          icon={<Pin size={16} aria-hidden />}
          onClick={() => act.mutate({ path: 'marks', body: { seq: event.seq, mark: 'pinned', on: !pinned } })}
        />
      </span>
    </li>
  );
}

function Note({ event, incidentId }: { event: StoredEvent; incidentId: string }) {
  if (!isKnownEvent(event) || event.type !== 'noted') return null;
  const { text, code, attachments } = event.data;
  return (
    <div className="ui-stack room-note">
      {text === '' ? null : <Markdown text={text} />}
      {code === null ? null : (
        <pre className="room-code" tabIndex={0} aria-label="Pasted output">
          {code.text}
        </pre>
      )}
      {attachments.map((file) => {
        const address = `/api/v1/incidents/${incidentId}/attachments/${file.id}`;
        return (
          <figure key={file.id}>
            {file.contentType.startsWith('image/') ? (
              <img className="room-image" src={`${address}?inline=1`} alt={file.name} loading="lazy" />
            ) : null}
            <figcaption>
              <a href={address} download={file.name}>
                {file.name}
              </a>{' '}
              <span className="ui-quiet">{sizeText(file.bytes)}</span>
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
