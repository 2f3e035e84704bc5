import { Link } from '@tanstack/react-router';
import type { TrackerView } from '@fieldmarshal/contract/tickets';
import { useState } from 'react';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Time } from '../ui/Time.tsx';
import { toldWords } from './ticket-words.ts';
import { TrackerForm } from './TrackerForm.tsx';
import { useTrackerChange, useTrackers } from './tickets-api.ts';
import './tickets.css';

/** Where the work on actions of reviews is kept, both ways: what each is told, and which key it speaks with. */
export function TrackersPanel() {
  const list = useTrackers();
  return (
    <section className="ui-stack" aria-label="Trackers">
      <p className="ui-quiet admin-lead">
        Actions of reviews have tickets in these. A tracker is told what becomes of an action, and says itself
        what becomes of the ticket: done there is done here.
      </p>
      {list.isPending ? <Loading what="trackers" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.data?.items.length === 0 ? (
        <Empty>No tracker yet. Add one here, or apply an object of kind Tracker.</Empty>
      ) : null}
      {(list.data?.items ?? []).map((tracker) => (
        <TrackerCard key={tracker.name} tracker={tracker} />
      ))}
      <TrackerForm />
    </section>
  );
}

function TrackerCard({ tracker }: { tracker: TrackerView }) {
  const { name, displayName, fromFile, webhook } = tracker;
  const change = useTrackerChange();
  return (
    <article className="ui-card ui-stack" aria-label={name}>
      <h2>{displayName}</h2>
      <ul className="tracker-facts">
        <li>{tracker.opensTickets ? 'New tickets open filled in.' : 'Opens no new tickets.'}</li>
        <li>
          <Told tracker={tracker} />
        </li>
        <li>
          <Heard tracker={tracker} />
        </li>
      </ul>
      <div className="ui-row">
        {webhook === null ? null : (
          <Button
            busy={change.isPending}
            onClick={() =>
              change.mutate({ method: 'POST', path: `trackers/${name}/try`, done: 'A try is on its way' })
            }
          >
            Try {name}
          </Button>
        )}
        <Link to="/catalog/$kind/$name" params={{ kind: 'Tracker', name }}>
          {fromFile ? `See ${name}, which comes from a file` : `Change ${name}`}
        </Link>
      </div>
      {tracker.key === 'none' ? null : <KeyForm tracker={tracker} />}
    </article>
  );
}

function Told({ tracker: { webhook, lastTold } }: { tracker: TrackerView }) {
  if (webhook === null) return 'Is not told of changes.';
  if (lastTold === null) return `Told of changes at ${webhook}; nothing was told yet.`;
  return (
    <>
      Told of changes at {webhook}; the last: {toldWords(lastTold).text} (<Time at={lastTold.at} />
      ).
    </>
  );
}

function Heard({ tracker: { integration } }: { tracker: TrackerView }) {
  const { name, isThere, lastUsedAt } = integration;
  if (!isThere)
    return (
      <>
        Cannot speak to us: add the integration “{name}” of the kind Tracker under{' '}
        <Link to="/admin" search={{ part: 'integrations' }}>
          Integrations
        </Link>
        .
      </>
    );
  return lastUsedAt === null ? (
    `Speaks to us as the integration “${name}”; it has not yet.`
  ) : (
    <>
      Speaks to us as the integration “{name}”, last <Time at={lastUsedAt} />.
    </>
  );
}

const keyWords = {
  none: '',
  missing: 'Its key is not set: nothing reaches it.',
  set: 'Its key is set.',
  stale: 'Its key was set for another address; set it again.',
} as const;

function KeyForm({ tracker: { name, key: state } }: { tracker: TrackerView }) {
  const change = useTrackerChange();
  const [key, setKey] = useState('');
  const path = `trackers/${name}/key`;
  return (
    <form
      className="ui-row"
      aria-label={`Key of ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { method: 'PUT', path, body: { key: key.trim() }, done: `Key of ${name} sealed` },
          { onSuccess: () => setKey('') },
        );
      }}
    >
      <TextField
        label={`Key of ${name}`}
        hint={keyWords[state]}
        type="password"
        autoComplete="off"
        value={key}
        onChange={setKey}
      />
      <Button type="submit" disabledReason={key.trim() === '' ? 'Type the key' : undefined}>
        Seal it
      </Button>
      {state === 'missing' ? null : (
        <Button
          look="plain"
          onClick={() => change.mutate({ method: 'DELETE', path, done: `Key of ${name} forgotten` })}
        >
          Forget it
        </Button>
      )}
    </form>
  );
}
