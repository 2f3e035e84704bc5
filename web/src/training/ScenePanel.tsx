import type { DrillScene } from '@fieldmarshal/contract/training';

/** Alerts and checks of the incident that is replayed, as they were at this moment of it. */
export function ScenePanel({ scene: { alerts, runs } }: { scene: DrillScene }) {
  return (
    <section className="ui-stack" aria-label="As it was">
      <h2>As it was at this moment</h2>
      <h3>Alerts</h3>
      {alerts.length === 0 ? (
        <p className="ui-quiet">No alert had come by now, or they are no longer kept.</p>
      ) : null}
      <ul className="drill-script">
        {alerts.map(({ id, title, state, sinceMinutes }) => (
          <li key={id}>
            <span className="ui-quiet">
              {state}, since {sinceMinutes} min
            </span>
            <span>{title}</span>
          </li>
        ))}
      </ul>
      <h3>Checks</h3>
      {runs.length === 0 ? (
        <p className="ui-quiet">
          No check had run in its environment in the hour before, or the runs are no longer kept.
        </p>
      ) : null}
      <ul className="drill-script">
        {runs.map(({ check, environment, verdict, minutesAgo }) => (
          <li key={check}>
            <span className="ui-quiet">
              {verdict}, {minutesAgo} min before
            </span>
            <span>
              {check} on {environment}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
