import type { Overview } from '@fieldmarshal/contract/insights';
import { Empty } from '../../ui/Empty.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { Behind } from '../Figure.tsx';

/** What came again from the same cause. */
export function RecurrencePart({ recurrence: { of, repeats, causes } }: Pick<Overview, 'recurrence'>) {
  return (
    <section aria-label="Recurrence" className="ui-stack">
      <h2>
        What came again{' '}
        <span className="ui-quiet">
          {repeats} of {of} incidents whose cause is known had been there before
        </span>
      </h2>
      <Table
        label="Causes that came more than once"
        rows={causes}
        rowKey={({ kind, name }) => `${kind}:${name}`}
        empty={<Empty>No cause came twice; {of} of the incidents have a known cause.</Empty>}
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
