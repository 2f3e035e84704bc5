import type { AlertDetail } from '@fieldmarshal/contract/signals/alert';
import { useNavigate } from '@tanstack/react-router';
import { newKey, sendJson } from '../app/http.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Drawer } from '../ui/Dialog.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { useAlert, useSignalAct } from './signal-api.ts';

/** One alert: what it says, what happened to it, what can be done. */
export function AlertDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const alert = useAlert(id);
  return (
    <Drawer
      open
      onClose={onClose}
      title={alert.data?.title ?? 'Alert'}
      footer={alert.data ? <AlertActions alert={alert.data} /> : null}
    >
      {alert.isPending ? <Loading what="the alert" /> : null}
      {alert.isError ? (
        <ErrorNote onRetry={() => void alert.refetch()}>{sentenceOf(alert.error)}</ErrorNote>
      ) : null}
      {alert.data ? <AlertFacts alert={alert.data} /> : null}
    </Drawer>
  );
}

const silenceChoices = [
  { minutes: 60, word: 'one hour' },
  { minutes: 240, word: 'four hours' },
  { minutes: 1440, word: 'a day' },
];

function AlertActions({ alert }: { alert: AlertDetail }) {
  const act = useSignalAct();
  const navigate = useNavigate();
  const declare = async () => {
    try {
      const body = {
        title: alert.title.slice(0, 200),
        severity: alert.severity,
        product: alert.product,
        environment: alert.environment,
        alerts: [{ alert: alert.id, title: alert.title.slice(0, 200) }],
      };
      const incident = await sendJson<{ id: string }>('POST', '/api/v1/incidents', { body, key: newKey() });
      await navigate({ to: '/incidents/$id', params: { id: incident.id } });
    } catch (error) {
      showToast({ text: sentenceOf(error) });
    }
  };
  if (alert.state === 'resolved') return null;
  return (
    <>
      {alert.incidentId === null ? (
        <Button look="primary" onClick={() => void declare()}>
          Declare an incident
        </Button>
      ) : (
        <Button
          look="primary"
          onClick={() => void navigate({ to: '/incidents/$id', params: { id: alert.incidentId ?? '' } })}
        >
          Open {alert.incidentId}
        </Button>
      )}
      {alert.state === 'firing' ? (
        <Button onClick={() => act.mutate({ path: `alerts/${alert.id}/acknowledge`, done: 'Acknowledged' })}>
          Acknowledge
        </Button>
      ) : null}
      <Menu
        label="Silence"
        items={silenceChoices.map(({ minutes, word }) => ({
          id: word,
          label: `for ${word}`,
          onSelect: () =>
            act.mutate({
              path: `alerts/${alert.id}/silence`,
              body: { minutes },
              done: `Silenced for ${word}`,
            }),
        }))}
      />
      <Button onClick={() => act.mutate({ path: `alerts/${alert.id}/resolve`, done: 'Resolved by hand' })}>
        Resolve
      </Button>
    </>
  );
}

function AlertFacts({ alert }: { alert: AlertDetail }) {
  const summary = alert.annotations['description'] ?? alert.annotations['summary'];
  return (
    <div className="ui-stack">
      {summary === undefined ? null : <p>{summary}</p>}
      <p className="ui-quiet">
        {alert.state} since <Time at={alert.startsAt} />, seen {alert.count} times, last{' '}
        <Time at={alert.lastSeenAt} />, from {alert.integration.name}, route {alert.route}
      </p>
      {alert.link === null ? null : (
        <a href={alert.link} target="_blank" rel="noreferrer">
          Open where it comes from
        </a>
      )}
      <h3>Labels</h3>
      <ul className="room-list ui-mono">
        {Object.entries(alert.labels).map(([name, value]) => (
          <li key={name}>
            {name}=&quot;{value}&quot;
          </li>
        ))}
      </ul>
      <h3>What happened</h3>
      <ol className="room-list">
        {alert.events.map((event) => (
          <li key={event.id}>
            <Time at={event.at} show="clock" focusable={false} /> {event.type} by {event.actor}{' '}
            {event.detail ?? ''}
          </li>
        ))}
      </ol>
    </div>
  );
}
