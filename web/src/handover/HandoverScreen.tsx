import type { HandoverSummary } from '@fieldmarshal/contract/oncall/handover';
import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useHandovers } from './handover-api.ts';
import { HandoverState, namesOf } from './handover-words.tsx';
import { HandoverView } from './HandoverView.tsx';
import '../incidents/incidents.css';
import './handover.css';

/** What do I take over, and what do I leave behind? The open one unless another is asked for. */
export function HandoverScreen() {
  const asked = useParams({ strict: false }).id;
  const list = useHandovers('all');
  useTitle('Handover');
  const items = list.data?.items ?? [];
  const id = asked ?? currentOf(items)?.id;
  return (
    <div className="screen ui-stack">
      <h1>Handover</h1>
      {list.isPending ? <Loading what="handovers" /> : null}
      <FailureNote error={list.error} />
      {list.isSuccess && items.length === 0 && id === undefined ? (
        <Empty action={<Link to="/oncall">Who is on call</Link>}>
          No watch has been handed over yet. A schedule with a handover prepares one before each change of who
          is on.
        </Empty>
      ) : null}
      {id === undefined ? null : <HandoverView key={id} id={id} />}
      {items.length === 0 ? null : <HandoverList items={items} shown={id} />}
    </div>
  );
}

/** The one that waits: the earliest change among the open ones, else the latest of all. */
function currentOf(items: readonly HandoverSummary[]): HandoverSummary | undefined {
  return items.findLast(({ status }) => status !== 'accepted' && status !== 'void') ?? items[0];
}

function HandoverList({ items, shown }: { items: readonly HandoverSummary[]; shown: string | undefined }) {
  return (
    <section className="ui-stack" aria-label="All handovers">
      <h2>Latest handovers</h2>
      <ul className="handover-list">
        {items.map((each) => (
          <li key={each.id}>
            <Time at={each.changeAt} show="moment" focusable={false} />
            <Link
              to="/handover/$id"
              params={{ id: each.id }}
              aria-current={each.id === shown ? 'page' : undefined}
            >
              {each.scheduleName}: {namesOf(each.outgoing)} to {namesOf(each.incoming)}
            </Link>
            <HandoverState handover={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}
