import type { CoverView } from '@fieldmarshal/contract/oncall/overrides';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { viewerZone } from '../../ui/clock.ts';
import { Empty } from '../../ui/Empty.tsx';
import { spanText } from '../days.ts';
import { useCovers, useScheduleAct } from '../schedule-api.ts';
import { GiveDialog } from './GiveDialog.tsx';

/** Requests for cover and swaps that wait for somebody. */
export function CoverList() {
  const covers = useCovers();
  const items = covers.data?.items ?? [];
  if (covers.isSuccess && items.length === 0)
    return <Empty>Nobody asks for cover or a swap at the moment.</Empty>;
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
        {inReturn(cover, zone)}{' '}
        <span className="ui-quiet">
          {cover.reason} · offered to {cover.pool.map((person) => person.displayName).join(', ')}
        </span>
      </span>
      {cover.mayAccept ? <AcceptButton cover={cover} /> : null}
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

function inReturn({ swap, swapWithin }: CoverView, zone: string): string {
  if (swap !== null) return `, in return for ${spanText(swap.start, swap.end, zone)} of ${swap.displayName}`;
  if (swapWithin === null) return '';
  return `, in return for as long a time of whoever accepts, which they choose within ${spanText(swapWithin.start, swapWithin.end, zone)}`;
}

/** Takes what is offered; of a swap with several, by choosing first what to give. */
function AcceptButton({ cover }: { cover: CoverView }) {
  const act = useScheduleAct();
  const [isChoosing, setChoosing] = useState(false);
  if (cover.swapWithin === null)
    return (
      <Button
        look="primary"
        busy={act.isPending}
        onClick={() => act.mutate({ path: `covers/${cover.id}/accept`, done: 'It is yours' })}
      >
        Accept
      </Button>
    );
  return (
    <>
      <Button look="primary" onClick={() => setChoosing(true)}>
        Choose what you give
      </Button>
      {isChoosing ? <GiveDialog cover={cover} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}
