import type { Incident } from '@fieldmarshal/contract/incidents/room';
import type { FilledLink, RoomLinks } from '@fieldmarshal/contract/knowledge';
import { Link } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useNames } from '../catalog/object-api.ts';
import { Panel } from '../incidents/room/Panel.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useRoomLinks } from './knowledge-api.ts';
import { MetricsView } from './MetricsView.tsx';
import './knowledge.css';

const showsWords: Readonly<Record<FilledLink['shows'], string>> = {
  dashboard: 'dashboard',
  logs: 'logs',
  traces: 'traces',
  other: '',
};

/** What a link shows, where its title does not say that already. */
function shownAs(shows: FilledLink['shows'], title: string): string {
  const word = showsWords[shows];
  return title.toLowerCase().includes(word) ? '' : word;
}

/** Dashboards and logs at the time of this incident, one click away, and its metrics drawn here. */
export function LinksPanel({ incident }: { incident: Incident }) {
  const links = useRoomLinks(incident.id);
  const nameOf = useNames('Product');
  const { data } = links;
  return (
    <Panel title="Graphs and logs">
      {links.isPending ? <Loading what="links" /> : null}
      <FailureNote error={links.error} />
      {data === undefined ? null : (
        <>
          <DrillWords drill={incident.drill} data={data} />
          {data.links.length + data.panels.length === 0 ? (
            <Empty action={<Link to="/new/link-template">New link template</Link>}>
              Nothing leads to a dashboard or to logs yet: link templates and metrics panels are objects of
              the catalog.
            </Empty>
          ) : null}
          <ul className="room-list">
            {data.links.map(({ name, title, shows, product, url, problem }) => (
              <li key={`${name} ${title} ${product ?? ''} ${url ?? ''}`}>
                {url === null ? (
                  <span>{title}</span>
                ) : (
                  <a href={url} target="_blank" rel="noreferrer noopener">
                    {title}
                  </a>
                )}{' '}
                <span className="ui-quiet">
                  {[shownAs(shows, title), product === null ? '' : nameOf(product)]
                    .filter(Boolean)
                    .join(', ')}
                </span>
                {problem === null ? null : (
                  <span className="ui-quiet room-list-more">Cannot be filled: {problem}</span>
                )}
              </li>
            ))}
          </ul>
          {data.links.some(({ url }) => url !== null) ? (
            <p className="ui-quiet ui-small">
              From about <Time at={data.from} show="clock" /> until{' '}
              {incident.resolvedAt === null && data.replays === null ? (
                'now'
              ) : (
                <Time at={data.to} show="clock" />
              )}
              .
            </p>
          ) : null}
          {data.panels.map((panel) => (
            <MetricsView key={panel.name} id={incident.id} panel={panel} />
          ))}
        </>
      )}
    </Panel>
  );
}

/** In a drill: of when these are, since the room is of today and what is played may be of then. */
function DrillWords({ drill, data }: { drill: boolean; data: RoomLinks }) {
  if (!drill || data.links.length + data.panels.length === 0) return null;
  return (
    <p className="ui-quiet">
      {data.replays === null
        ? 'They show what is really there now, not what the scenario plays.'
        : `As they were in ${data.replays}, up to this moment of it.`}
    </p>
  );
}
