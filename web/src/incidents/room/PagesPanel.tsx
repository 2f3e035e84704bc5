import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { Empty } from '../../ui/Empty.tsx';
import { Time } from '../../ui/Time.tsx';
import { Panel } from './Panel.tsx';

/** Who was paged, how, and what became of it: sent, failed, unknown, answered. Nothing is shown better than it is. */
export function PagesPanel({ incident }: { incident: Incident }) {
  const { pages } = incident;
  const answered = pages.filter((page) => page.answeredAt !== null).length;
  return (
    <Panel title="Pages" count={pages.length === 0 ? '0' : `${answered} of ${pages.length} answered`}>
      {pages.length === 0 ? <Empty>Nobody has been paged.</Empty> : null}
      <ul className="room-list">
        {pages.map((page) => (
          <li key={page.page}>
            <b>{page.name}</b> {page.channel === null ? '' : `by ${page.channel}, `}
            {page.status}{' '}
            <span className="ui-quiet">
              <Time at={page.answeredAt ?? page.firstAt} show="clock" focusable={false} />
              {page.detail === '' ? '' : ` · ${page.detail}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
