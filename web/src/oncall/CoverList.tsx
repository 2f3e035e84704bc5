import type { CoverView } from '@fieldmarshal/contract/oncall/overrides';
import { Button } from '../ui/Button.tsx';
import { viewerZone } from '../ui/clock.ts';
import { Empty } from '../ui/Empty.tsx';
import { spanText } from './days.ts';
import { useCovers, useScheduleAct } from './schedule-api.ts';

/** Requests for cover that wait for somebody. */
export function CoverList() {
  const covers = useCovers();
  const items = covers.data?.items ?? [];
  if (covers.isSuccess && items.length === 0) return <Empty>Nobody asks for cover at the moment.</Empty>;
  return (
    <ul className="oncall-list">
      {items.map((cover) => (
        <CoverLine key={cover.id} cover={cover} />
      ))}
    </ul>
  );
}

function CoverLine({ cover }: { cover: CoverView }) {
  const act = useScheduleAct();
  const zone = viewerZone();
  return (
    <li>
      <span>
        <b>{cover.displayName}</b> on {cover.scheduleName}: {spanText(cover.start, cover.end, zone)}
        {cover.swap === null
          ? null
          : `, in return for ${spanText(cover.swap.start, cover.swap.end, zone)} of ${cover.swap.displayName}`}{' '}
        <span className="ui-quiet">
          {cover.reason} · offered to {cover.pool.map((person) => person.displayName).join(', ')}
        </span>
      </span>
      {cover.mayAccept ? (
        <Button
          look="primary"
          busy={act.isPending}
          onClick={() => act.mutate({ path: `covers/${cover.id}/accept`, done: 'It is yours' })}
        >
          Accept
        </Button>
      ) : null}
      {cover.mayWithdraw ? (
        <Button
          busy={act.isPending}
          onClick={() => act.mutate({ path: `covers/${cover.id}/withdraw`, done: 'Taken back' })}
        >
          Take back
        </Button>
      ) : null}
    </li>
  );
}
