import { workStates, type Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useKeys } from '../../app/keys/keys.ts';
import { usePalette } from '../../app/palette/palette.ts';
import { SeverityTag } from '../../app/SeverityTag.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../incident-api.ts';
import { StatePill, stateWord } from '../incident-words.tsx';
import { RoomDialogs, type RoomDialogName } from './RoomDialogs.tsx';

interface Action {
  id: RoomDialogName;
  keys: string;
  label: string;
}

const openActions: readonly Action[] = [
  { id: 'page', keys: 'p', label: 'Page a team' },
  { id: 'task', keys: 't', label: 'Add a task' },
  { id: 'severity', keys: 's', label: 'Set the severity' },
  { id: 'update', keys: 'u', label: 'Promise the next update' },
  { id: 'bridge', keys: 'b', label: 'Set the bridge' },
  { id: 'merge', keys: 'm', label: 'Merge into another' },
  { id: 'resolve', keys: 'shift+x', label: 'Resolve' },
];
const closedActions: readonly Action[] = [
  { id: 'reopen', keys: 'shift+o', label: 'Open again' },
  { id: 'review', keys: 'v', label: 'Close the review' },
];

/** Name, state and the actions of a room, each with its key. */
export function RoomHeader({ incident }: { incident: Incident }) {
  const [dialog, setDialog] = useState<RoomDialogName | null>(null);
  const act = useAct(incident.id);
  const closed = incident.state === 'resolved' || incident.state === 'reviewed';
  const actions = closed ? closedActions : openActions;
  const bindings = actions.map((action) => ({
    ...action,
    id: `room.${action.id}`,
    group: 'Room',
    run: () => setDialog(action.id),
  }));
  useKeys(bindings);
  usePalette(
    bindings.map((binding) => ({
      ...binding,
      title: `${binding.label} (${incident.id})`,
      group: 'context' as const,
    })),
  );
  return (
    <header className="room-head">
      <div className="ui-row room-title">
        <SeverityTag severity={incident.severity} />
        <span className="ui-mono">{incident.id}</span>
        <h1>
          {incident.drill ? 'DRILL ' : ''}
          {incident.title}
        </h1>
        <StatePill state={incident.state} />
      </div>
      <RoomFacts incident={incident} onJoin={() => act.mutate({ path: 'bridge/join' })} />
      <div className="ui-row room-actions">
        {incident.state === 'triage' ? (
          <Button look="primary" onClick={() => act.mutate({ path: 'acknowledge', done: 'You are on it' })}>
            I am on it
          </Button>
        ) : null}
        {closed ? null : (
          <Menu
            label={`State: ${stateWord(incident.state)}`}
            items={workStates.map((state) => ({
              id: state,
              label: stateWord(state),
              onSelect: () =>
                act.mutate({ path: 'state', body: { state }, done: `Now ${stateWord(state).toLowerCase()}` }),
            }))}
          />
        )}
        {actions.map((action) => (
          <Button
            key={action.id}
            keyHint={action.keys}
            look={action.id === 'resolve' ? 'ending' : 'normal'}
            onClick={() => setDialog(action.id)}
          >
            {action.label}
          </Button>
        ))}
      </div>
      {incident.summary === '' ? null : <p className="room-summary">{incident.summary}</p>}
      {dialog === null ? null : (
        <RoomDialogs name={dialog} incident={incident} onClose={() => setDialog(null)} />
      )}
    </header>
  );
}

function RoomFacts({ incident, onJoin }: { incident: Incident; onJoin: () => void }) {
  return (
    <p className="ui-row ui-quiet room-facts">
      <span>
        T+ <Time at={incident.declaredAt} />
      </span>
      {incident.product === null ? null : <span>{incident.product}</span>}
      {incident.environment === null ? null : <span>{incident.environment}</span>}
      <span>
        Update due <Time at={incident.updateDue} show="countdown" />
      </span>
      {incident.bridge === null ? null : (
        <a href={incident.bridge} rel="noreferrer" target="_blank" onClick={onJoin}>
          Join the bridge
        </a>
      )}
      {incident.mergedInto === null ? null : (
        <span>
          Merged into{' '}
          <Link to="/incidents/$id" params={{ id: incident.mergedInto }}>
            {incident.mergedInto}
          </Link>
        </span>
      )}
    </p>
  );
}
