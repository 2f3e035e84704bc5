import type { IncidentSummary } from '@fieldmarshal/contract/incidents/room';
import { Link } from '@tanstack/react-router';
import { readBoot } from '../app/boot.ts';
import { FailureNote } from '../app/FailureNote.tsx';
import { useKeys } from '../app/keys/keys.ts';
import { useSignalAct } from '../signals/signal-api.ts';
import { PageList } from '../oncall/PageList.tsx';
import { useMyPages } from '../oncall/oncall-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { Time } from '../ui/Time.tsx';

/** What waits for the person who looks: pages to answer, and updates that those who wait were promised. */
export function WaitingCard({ incidents }: { incidents: readonly IncidentSummary[] }) {
  const pages = useMyPages();
  const me = readBoot().me?.person ?? null;
  const items = pages.data?.items ?? [];
  const answer = useSignalAct();
  const oldest = items.at(-1);
  useKeys(
    oldest === undefined
      ? []
      : [
          {
            id: 'now.ack',
            keys: 'a',
            label: `Acknowledge the oldest page: ${oldest.incidentId}`,
            group: 'Now',
            run: () =>
              answer.mutate({
                path: `pages/${oldest.id}/answer`,
                body: { answer: 'acknowledge' },
                done: `Acknowledged ${oldest.incidentId}`,
              }),
          },
        ],
  );
  const led = incidents.filter(({ fieldMarshal }) => me !== null && fieldMarshal?.person === me);
  const owed = led.filter(({ updateDue, updateLate }) => updateDue === null || updateLate);
  return (
    <section className="ui-card now-card" aria-label="Waiting for you">
      <h2>
        Waiting for you <span className="ui-quiet">{pages.isSuccess ? items.length + owed.length : '–'}</span>
      </h2>
      <FailureNote error={pages.error} />
      {pages.isSuccess && items.length + owed.length === 0 ? (
        <Empty action={<Link to="/oncall">Who is on call</Link>}>
          No page waits for your answer
          {led.length === 0 ? '' : `, and ${led.length} that you lead are on time`}.
        </Empty>
      ) : null}
      <PageList pages={items} />
      <ul className="room-list">
        {owed.map(({ id, title, updateDue }) => (
          <li key={id}>
            <Link to="/incidents/$id" params={{ id }}>
              {id} {title}
            </Link>
            <span className="ui-quiet room-list-more">
              {updateDue === null ? (
                'you lead it, and no update is promised'
              ) : (
                <>
                  update <Time at={updateDue} show="countdown" focusable={false} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
