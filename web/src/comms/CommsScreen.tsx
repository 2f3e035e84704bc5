import { useNavigate, useSearch } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTitle } from '../app/page-title.ts';
import { FailureNote } from '../app/FailureNote.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useCommunications, type Communication } from './comms-api.ts';
import { placeOf, readersKey } from './comms-words.ts';
import { MaintenanceDialog } from './MaintenanceDialog.tsx';
import { AllLanguages } from './message/AllLanguages.tsx';
import { MessageCard } from './message/MessageCard.tsx';
import { NumbersPanel } from './NumbersPanel.tsx';
import { StatusCopyLine } from './StatusCopyLine.tsx';
import { SubscribersPanel } from './SubscribersPanel.tsx';
import '../incidents/incidents.css';
import './comms.css';

const parts = [
  { id: 'waiting', word: 'Waiting' },
  { id: 'sent', word: 'Sent' },
  { id: 'subscribers', word: 'Subscribers' },
  { id: 'numbers', word: 'Numbers' },
] as const;
type Part = (typeof parts)[number]['id'];

/** What waits for an approval, what was said, to whom, and how fast. */
export function CommsScreen() {
  useTitle('Messages');
  const search: { part?: Part } = useSearch({ strict: false });
  const navigate = useNavigate();
  const part = search.part ?? 'waiting';
  const [announcing, setAnnouncing] = useState(false);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Messages</h1>
        {parts.map(({ id, word }) => (
          <Button
            key={id}
            look={id === part ? 'normal' : 'plain'}
            aria-pressed={id === part}
            onClick={() => void navigate({ to: '/comms', search: { part: id }, replace: true })}
          >
            {word}
          </Button>
        ))}
        <span className="screen-gap" />
        <Button onClick={() => setAnnouncing(true)}>Announce maintenance</Button>
        <a href="/status">Status page</a>
      </div>
      <StatusCopyLine />
      <PartView part={part} />
      {announcing ? <MaintenanceDialog onClose={() => setAnnouncing(false)} /> : null}
    </div>
  );
}

function PartView({ part }: { part: Part }) {
  switch (part) {
    case 'waiting':
      return (
        <MessageList
          byReaders
          query="state=draft&state=approved"
          none="No draft waits. A new incident brings its own."
        />
      );
    case 'sent':
      return <MessageList query="state=sent" none="Nothing was sent yet." />;
    case 'subscribers':
      return <SubscribersPanel />;
    case 'numbers':
      return <NumbersPanel />;
  }
}

interface MessageListProps {
  query: string;
  none: string;
  /** Of each incident, what customers read first; else the newest first. */
  byReaders?: boolean;
}

function MessageList({ query, none, byReaders = false }: MessageListProps) {
  const list = useCommunications(query);
  if (list.isPending) return <Loading what="messages" />;
  if (list.isError) return <FailureNote error={list.error} />;
  const items = byReaders ? byIncident(list.data.items) : list.data.items;
  return (
    <div className="comms-list">
      {items.length === 0 ? <Empty>{none}</Empty> : null}
      {[...Map.groupBy(items, (message) => readersKey(message))].map(([key, languages]) => (
        <Fragment key={key}>
          {languages.map((message) => (
            <section key={message.id} aria-label={message.id}>
              <p className="ui-quiet">
                <IncidentLink message={message} /> <span className="ui-mono">{message.id}</span>
              </p>
              <MessageCard message={message} />
            </section>
          ))}
          <AllLanguages messages={languages} />
        </Fragment>
      ))}
    </div>
  );
}

/** Incidents stay in their order; of each, what customers read comes first. */
function byIncident(messages: readonly Communication[]): Communication[] {
  return [...Map.groupBy(messages, ({ incidentId }) => incidentId).values()].flatMap((own) =>
    own.toSorted((a, b) => placeOf(a).localeCompare(placeOf(b))),
  );
}

function IncidentLink({ message: { incidentId } }: { message: Communication }) {
  return incidentId === null ? 'Maintenance' : <a href={`/incidents/${incidentId}`}>{incidentId}</a>;
}
