import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useNames } from '../../catalog/object-api.ts';
import { useClock } from '../../ui/clock.ts';
import { sinceStartText } from '../../ui/time-text.ts';
import { Time } from '../../ui/Time.tsx';

/** Where, since when, and when the next update is due. */
export function RoomFacts({ incident, onJoin }: { incident: Incident; onJoin: () => void }) {
  const end = incident.resolvedAt;
  return (
    <p className="ui-row ui-quiet room-facts">
      <Running since={incident.declaredAt} until={end} />
      <span>
        began <Time at={incident.declaredAt} show="moment" />
      </span>
      {end === null ? null : (
        <span>
          resolved <Time at={end} show="moment" />
        </span>
      )}
      <ObjectLink kind="Product" name={incident.product}>
        product not known
      </ObjectLink>
      <ObjectLink kind="Environment" name={incident.environment}>
        environment not known
      </ObjectLink>
      {end === null ? <UpdateDue due={incident.updateDue} /> : null}
      {incident.bridge === null ? null : (
        <a href={incident.bridge} rel="noreferrer" target="_blank" onClick={onJoin}>
          Join the bridge ({incident.bridgeJoined.length} joined)
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
      {incident.mergedFrom.length === 0 ? null : <span>Took in {incident.mergedFrom.join(', ')}</span>}
      {incident.reopened === 0 ? null : <span>opened again {incident.reopened} ×</span>}
    </p>
  );
}

/** `T+00:12:45`, until it ended. */
function Running({ since, until }: { since: string; until: string | null }) {
  const text = useClock((now) =>
    sinceStartText((until === null ? now : Date.parse(until)) - Date.parse(since)),
  );
  return <b className="ui-mono">T{text}</b>;
}

function UpdateDue({ due }: { due: string | null }) {
  if (due === null) return <span>no update promised</span>;
  return (
    <span>
      update due <Time at={due} show="countdown" />
    </span>
  );
}

interface ObjectLinkProps {
  kind: 'Product' | 'Environment';
  name: string | null;
  /** Said where there is no name. */
  children: ReactNode;
}

function ObjectLink({ kind, name, children }: ObjectLinkProps) {
  const nameOf = useNames(kind);
  if (name === null) return <span>{children}</span>;
  return (
    <Link to="/catalog/$kind/$name" params={{ kind, name }}>
      {nameOf(name)}
    </Link>
  );
}
