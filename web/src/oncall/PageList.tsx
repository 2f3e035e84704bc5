import type { PageSummary } from '@fieldmarshal/contract/oncall/contract';
import { Link } from '@tanstack/react-router';
import { useSignalAct } from '../signals/signal-api.ts';
import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';

/** Pages with their two answers. */
export function PageList({ pages }: { pages: readonly PageSummary[] }) {
  const act = useSignalAct();
  const answer = (page: PageSummary, given: 'acknowledge' | 'cannot', done: string) =>
    act.mutate({ path: `pages/${page.id}/answer`, body: { answer: given }, done });
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
          <span className="ui-quiet">{page.reason}</span>
          <span className="ui-row">
            <Button look="primary" onClick={() => answer(page, 'acknowledge', 'Acknowledged')}>
              Acknowledge
            </Button>
            <Button onClick={() => answer(page, 'cannot', 'The next one is paged')}>Cannot take it</Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
