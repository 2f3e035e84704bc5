import type { StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { useQuery } from '@tanstack/react-query';
import { FailureNote } from '../app/FailureNote.tsx';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { eventText } from '../incidents/event-text.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';

const types = [
  'impact-assessed',
  'impact-decided',
  'impact-late',
  'data-loss-set',
  'severity-proposed',
  'severity-kept',
  'severity-changed',
];
const shownMax = 100;

/** What was said of the impact before, and by whom: what it was, what it became. The newest first. */
export function ImpactHistory({ incidentId }: { incidentId: string }) {
  const query = `${types.map((type) => `type=${type}`).join('&')}&order=newest&limit=${shownMax}`;
  const log = useQuery({
    queryKey: liveKey([`incident:${incidentId}`], 'impact-history', incidentId),
    queryFn: async ({ signal }) =>
      getJson<{ items: StoredEvent[] }>(`/api/v1/incidents/${incidentId}/events?${query}`, signal),
  });
  if (log.isPending) return <Loading what="the history" />;
  if (log.isError) return <FailureNote error={log.error} />;
  return (
    <section aria-label="History of the impact">
      <h3>History</h3>
      {log.data.items.length === 0 ? <Empty>Nothing is written down yet.</Empty> : null}
      <ol className="room-list">
        {log.data.items.map((event) => (
          <li key={event.seq}>
            <span className="ui-quiet">
              <Time at={event.at} show="clock" focusable={false} />
            </span>{' '}
            <b>{event.actor.name}</b> {eventText(event)}
          </li>
        ))}
      </ol>
    </section>
  );
}
