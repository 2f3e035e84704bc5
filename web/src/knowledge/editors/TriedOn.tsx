import type { IncidentSummary } from '@fieldmarshal/contract/incidents';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { Empty } from '../../ui/Empty.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';

interface TriedOnProps {
  title: string;
  /** The incident that was chosen; empty: the server takes the newest that it is meant for. */
  chosen: string[];
  onChoose: (incident: string[]) => void;
  /** What the server tried it on; undefined before its first answer. */
  tried: { incident: { id: string; title: string } | null; isMeant: boolean } | undefined;
  /** Why there is nothing to show yet; null where there is. */
  waits: string | null;
  children: ReactNode;
}

/** What a draft comes to in the room of an incident, which may be chosen. */
export function TriedOn({ title, chosen, onChoose, tried, waits, children }: TriedOnProps) {
  const incidents = useRecent();
  return (
    <section aria-label={title} className="ui-stack">
      <h2>{title}</h2>
      <SearchSelect
        label="In the room of"
        hint="None: of the newest incident that it is meant for"
        max={1}
        value={chosen}
        onChange={onChoose}
        options={incidents}
      />
      {waits === null ? null : <Empty>{waits}</Empty>}
      {waits === null && tried?.incident === null ? (
        <Empty>There is no incident yet to fill it with.</Empty>
      ) : null}
      {waits === null && tried !== undefined && tried.incident !== null ? (
        <>
          <p className="ui-quiet">
            <Link to="/incidents/$id" params={{ id: tried.incident.id }}>
              {tried.incident.id}
            </Link>{' '}
            {tried.incident.title}
            {tried.isMeant ? '' : '. It is not meant for this incident, and would not stand in its room.'}
          </p>
          {children}
        </>
      ) : null}
    </section>
  );
}

function useRecent() {
  const { data } = useQuery({
    queryKey: liveKey(['incidents'], 'recent-for-drafts'),
    queryFn: async ({ signal }) =>
      getJson<{ items: IncidentSummary[] }>('/api/v1/incidents?limit=100&drill=false', signal),
  });
  return (data?.items ?? []).map(({ id, title }) => ({ value: id, label: `${id} ${title}` }));
}
