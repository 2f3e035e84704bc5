import { Link } from '@tanstack/react-router';
import { PageList } from '../oncall/PageList.tsx';
import { useMyPages } from '../oncall/oncall-api.ts';
import { Empty } from '../ui/Empty.tsx';

/** What waits for the person who looks: their open pages. */
export function WaitingCard() {
  const pages = useMyPages();
  const items = pages.data?.items ?? [];
  return (
    <section className="ui-card ui-stack" aria-label="Waiting for you">
      <h2>Waiting for you {pages.isSuccess ? items.length : ''}</h2>
      {pages.isSuccess && items.length === 0 ? (
        <Empty action={<Link to="/oncall">Who is on call</Link>}>No page waits for your answer.</Empty>
      ) : null}
      <PageList pages={items} />
    </section>
  );
}
