import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Panel } from './Panel.tsx';

/** What machines said: alert groups, linked alerts and changes. */
export function AlertsPanel({ incident }: { incident: Incident }) {
  const { alertGroups, alerts, changes } = incident;
  const firing = alertGroups.reduce((sum, group) => sum + group.firing, 0);
  const total = alertGroups.reduce((sum, group) => sum + group.total, 0);
  return (
    <Panel title="Alerts and changes" count={`${firing} of ${total} firing`}>
      {alertGroups.length + alerts.length + changes.length === 0 ? (
        <Empty>No alert or change is linked.</Empty>
      ) : null}
      <ul className="room-list">
        {alertGroups.map((group) => (
          <li key={group.group}>
            <HealthGlyph health={group.firing > 0 ? 'failing' : 'ok'} />{' '}
            <Link to="/alerts" search={{ incident: incident.id }}>
              {group.title}
            </Link>{' '}
            <span className="ui-quiet">
              {group.firing} of {group.total} firing
            </span>
          </li>
        ))}
        {alerts.map((alert) => (
          <li key={alert.alert}>{alert.title}</li>
        ))}
        {changes.map((change) => (
          <li key={change.change}>
            Change: {change.title}{' '}
            <span className="ui-quiet">
              {[change.product, change.environment].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
