import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useDeferredValue, useState } from 'react';
import { FailureNote } from '../../../app/FailureNote.tsx';
import { useAlerts } from '../../../signals/signal-api.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { Time } from '../../../ui/Time.tsx';
import { useAct } from '../../incident-api.ts';

const shownMax = 20;

/** Open alerts that do not belong here yet, found by a part of their title or labels. */
export function LinkAlertDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [words, setWords] = useState('');
  const q = useDeferredValue(words);
  const list = useAlerts({ state: 'open', q }, shownMax);
  const act = useAct(incident.id, { inForm: true });
  const found = (list.data?.pages[0]?.items ?? []).filter((alert) => alert.incidentId !== incident.id);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Link an alert to ${incident.id}`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="ui-stack">
        <FailureNote error={act.error ?? list.error} />
        <TextField
          label="Find an open alert"
          type="search"
          placeholder="Part of title or label"
          value={words}
          onChange={setWords}
        />
        {list.isPending ? <Loading what="alerts" /> : null}
        <ul className="room-list" aria-label="Open alerts">
          {found.map((alert) => (
            <li key={alert.id} className="room-list-row">
              <span className="room-list-main">
                {alert.title}
                <span className="ui-quiet room-list-more">
                  {[alert.product, alert.environment, alert.incidentId].filter(Boolean).join(', ')}{' '}
                  <Time at={alert.receivedAt} focusable={false} />
                </span>
              </span>
              <Button
                aria-label={`${alert.incidentId === null ? 'Link' : 'Move here'}: ${alert.title}`}
                onClick={() =>
                  act.mutate({
                    path: 'alerts',
                    body: { alert: alert.id, title: alert.title.slice(0, 200) },
                    done: 'Alert linked',
                  })
                }
              >
                {alert.incidentId === null ? 'Link' : 'Move here'}
              </Button>
            </li>
          ))}
        </ul>
        {list.isSuccess && found.length === 0 ? (
          <Empty>No other open alert {q === '' ? 'is there' : 'fits'}.</Empty>
        ) : null}
      </div>
    </Dialog>
  );
}
