import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { HealthGlyph } from '../../../ui/HealthGlyph.tsx';
import { useAct } from '../../incident-api.ts';
import { Panel } from '../Panel.tsx';
import { LinkAlertDialog } from './LinkAlertDialog.tsx';

/** What machines say: groups of alerts that belong here by rule, and single ones that somebody linked. */
export function AlertsPanel({ incident }: { incident: Incident }) {
  const [linking, setLinking] = useState(false);
  const act = useAct(incident.id);
  const { alertGroups, alerts } = incident;
  const firing = alertGroups.reduce((sum, group) => sum + group.firing, 0);
  const total = alertGroups.reduce((sum, group) => sum + group.total, 0);
  return (
    <Panel title="Alerts" count={total === 0 ? '0' : `${firing} of ${total} firing`}>
      {alertGroups.length + alerts.length === 0 ? <Empty>No alert belongs to it yet.</Empty> : null}
      <ul className="room-list">
        {alertGroups.map((group) => (
          <li key={group.group}>
            <HealthGlyph health={group.firing > 0 ? 'failing' : 'ok'} label={false} />{' '}
            <Link to="/alerts" search={{ incident: incident.id }}>
              {group.title === '' ? incident.title : group.title}
            </Link>{' '}
            <span className="ui-quiet">
              {group.firing} of {group.total} firing
            </span>
          </li>
        ))}
        {alerts.map((alert) => (
          <li key={alert.alert} className="room-list-row">
            <span className="room-list-main">
              {alert.title} <span className="ui-quiet">linked by hand</span>
            </span>
            <Button
              look="plain"
              aria-label={`Unlink ${alert.title}`}
              onClick={() =>
                act.mutate({
                  path: `alerts/${encodeURIComponent(alert.alert)}/unlink`,
                  done: 'Alert unlinked',
                })
              }
            >
              Unlink
            </Button>
          </li>
        ))}
      </ul>
      {incident.drill ? null : (
        <div>
          <Button onClick={() => setLinking(true)}>Link an alert</Button>
        </div>
      )}
      {linking ? <LinkAlertDialog incident={incident} onClose={() => setLinking(false)} /> : null}
    </Panel>
  );
}
