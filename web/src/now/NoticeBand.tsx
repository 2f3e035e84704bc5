import type { Notice } from '@fieldmarshal/contract/now';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';

/** What Fieldmarshal says about itself: nothing while all is well. Whoever may not read it sees nothing either. */
export function NoticeBand() {
  const list = useQuery({
    queryKey: liveKey(['notices'], 'notices'),
    queryFn: async ({ signal }) => getJson<{ items: Notice[] }>('/api/v1/notices', signal),
    retry: false,
  });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="ui-card ui-stack now-notices" aria-label="Fieldmarshal itself">
      <h2>Fieldmarshal itself</h2>
      <ul className="now-list">
        {items.map((notice) => (
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
    </section>
  );
}
