import type { Overview } from '@fieldmarshal/contract/insights';
import { Button } from '../../ui/Button.tsx';
import { csvOf } from '../../ui/csv.ts';
import { download } from '../../ui/download.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { Behind } from '../Figure.tsx';

interface RecurrencePartProps extends Pick<Overview, 'recurrence'> {
  period: string;
}

/** What came again from the same cause. */
export function RecurrencePart({ recurrence: { of, repeats, causes }, period }: RecurrencePartProps) {
  const save = () => {
    const rows = causes.map(({ kind, name, title, n, lastAt }) => [kind, name, title, n, lastAt]);
    download(`causes-${period}.csv`, csvOf(['kind', 'name', 'title', 'times', 'last_at'], rows), 'text/csv');
  };
  return (
    <section aria-label="Recurrence" className="ui-stack">
      <div className="ui-row">
        <h2>
          What came again{' '}
          <span className="ui-quiet">
            {repeats} of{' '}
            <Behind name="cause-known" n={of}>
              {of} {of === 1 ? 'incident' : 'incidents'}
            </Behind>{' '}
            whose cause is known had been there before
          </span>
        </h2>
        <span className="screen-gap" />
        <Button look="plain" className="ui-no-print" onClick={save}>
          Causes as CSV
        </Button>
      </div>
      <Table
        label="Causes that came more than once"
        rows={causes}
        rowKey={({ kind, name }) => `${kind}:${name}`}
        empty={
          <Empty>
            No cause came twice; {of} of the incidents {of === 1 ? 'has' : 'have'} a known cause.
          </Empty>
        }
        columns={columns}
      />
    </section>
  );
}

const columns: readonly Column<Overview['recurrence']['causes'][number]>[] = [
  {
    id: 'cause',
    header: 'Cause',
    rowHeader: true,
    cell: ({ kind, title }) => (
      <>
        {title} <span className="ui-quiet">{kind}</span>
      </>
    ),
  },
  {
    id: 'n',
    header: 'Times',
    width: '6rem',
    align: 'end',
    cell: ({ kind, name, n }) => (
      <Behind name={`cause:${kind}:${name}`} n={n}>
        {n}
      </Behind>
    ),
  },
  {
    id: 'last',
    header: 'Last',
    width: '9rem',
    cell: ({ lastAt }) => <Time at={lastAt} focusable={false} />,
  },
];
