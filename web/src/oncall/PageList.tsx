import type { PageSummary } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { Time } from '../ui/Time.tsx';
import { PageAnswers } from './paging/PageAnswers.tsx';

/** Pages with their two answers. */
export function PageList({ pages }: { pages: readonly PageSummary[] }) {
  return (
    <ul className="now-list">
      {pages.map((page) => (
        <li key={page.id} className="ui-stack">
          <span>
            <Link to="/incidents/$id" params={{ id: page.incidentId }}>
              {page.incidentId} {page.title}
            </Link>{' '}
            <Time at={page.openedAt} focusable={false} />
          </span>
          <span className="ui-quiet">
            {page.shadow === null ? '' : `You shadow ${page.shadow.displayName}. `}
            {page.reason}
          </span>
          <PageAnswers page={page} />
        </li>
      ))}
    </ul>
  );
}
