import type { Notice } from '@fieldmarshal/contract/now';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';

/** More would push what is on fire off the screen. */
const unfolded = 5;

/** What Fieldmarshal says about itself: nothing while all is well. Whoever may not read it sees nothing either. */
export function NoticeBand() {
  const list = useQuery({
    queryKey: liveKey(['notices'], 'notices'),
    queryFn: async ({ signal }) => getJson<{ items: Notice[]; total: number }>('/api/v1/notices', signal),
    retry: false,
  });
  const { items = [], total = 0 } = list.data ?? {};
  if (items.length === 0) return null;
  const [first, more] = [items.slice(0, unfolded), items.slice(unfolded)];
  return (
    <section className="ui-card ui-stack now-notices" aria-label="Fieldmarshal itself">
      <h2>Fieldmarshal itself</h2>
      <NoticeList notices={first} />
      {more.length === 0 ? null : (
        <details>
          <summary>{total - first.length} more</summary>
          <NoticeList notices={more} />
          {total > items.length ? (
            <p className="ui-quiet">
              The newest {items.length} of {total}.
            </p>
          ) : null}
        </details>
      )}
    </section>
  );
}

function NoticeList({ notices }: { readonly notices: readonly Notice[] }) {
  return (
    <ul className="now-list">
      {notices.map((notice) => (
        <li key={`${notice.key} ${notice.startedAt}`}>
          {notice.endedAt === null ? <HealthGlyph health="failing" /> : <b>Over:</b>} {notice.text}{' '}
          <span className="ui-quiet">
            {notice.endedAt === null ? 'since ' : 'from '}
            <Time at={notice.startedAt} show="clock" />
            {notice.endedAt === null ? null : (
              <>
                {' '}
                to <Time at={notice.endedAt} show="clock" />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
