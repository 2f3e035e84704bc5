import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useNames } from '../../../catalog/object-api.ts';
import { FailureNote } from '../../../app/FailureNote.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { useAct } from '../../incident-api.ts';
import { Panel } from '../Panel.tsx';
import { beforeHours, useNearChanges } from './changes.ts';

interface Row {
  id: string;
  title: string;
  product: string | null;
  environment: string | null;
  at: string | null;
  linked: boolean;
}

/** What was changed near the incident, linked ones first: the likeliest cause is the last change before it began. */
export function ChangesPanel({ incident }: { incident: Incident }) {
  const near = useNearChanges(incident);
  const linked = new Set(incident.changes.map(({ change }) => change));
  const rows: Row[] = [
    ...incident.changes.map(({ change, ...rest }) => ({ id: change, ...rest, linked: true })),
    ...(near.data ?? [])
      .filter(({ id }) => !linked.has(id))
      .map(({ id, summary, product, environment, at }) => ({
        id,
        title: summary,
        product,
        environment,
        at,
        linked: false,
      })),
  ];
  return (
    <Panel title="Changes" count={`${linked.size} linked, ${rows.length - linked.size} more near`}>
      {near.isPending ? <Loading what="changes" /> : null}
      <FailureNote error={near.error} />
      {near.isSuccess && rows.length === 0 ? (
        <Empty>
          No change is known {incident.environment === null ? '' : `in ${incident.environment} `}from{' '}
          {beforeHours} hours before it began.
        </Empty>
      ) : null}
      <ul className="room-list">
        {rows.map((row) => (
          <ChangeRow key={row.id} row={row} incident={incident} />
        ))}
      </ul>
    </Panel>
  );
}

function ChangeRow({ row, incident }: { row: Row; incident: Incident }) {
  const act = useAct(incident.id);
  const productOf = useNames('Product');
  const { id, title, product, environment, at } = row;
  const toggle = () =>
    act.mutate(
      row.linked
        ? { path: `changes/${encodeURIComponent(id)}/unlink`, done: 'Change unlinked' }
        : {
            path: 'changes',
            body: { change: id, title: title.slice(0, 200), product, environment, at },
            done: 'Change linked',
          },
    );
  return (
    <li className="room-list-row">
      <span className="room-list-main">
        {row.linked ? <b>{title}</b> : title}
        <span className="ui-quiet room-list-more">
          {product === null ? 'product not known' : productOf(product)}
          {at === null ? null : (
            <>
              , <Time at={at} show="clock" focusable={false} /> (T
              <Time at={at} show="since" from={incident.declaredAt} focusable={false} />)
            </>
          )}
        </span>
      </span>
      <Button look="plain" aria-label={`${row.linked ? 'Unlink' : 'Link'} ${title}`} onClick={toggle}>
        {row.linked ? 'Unlink' : 'Link'}
      </Button>
    </li>
  );
}
