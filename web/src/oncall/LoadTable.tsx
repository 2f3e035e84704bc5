import type { Outlook } from '@fieldmarshal/contract/oncall/coverage';
import { Empty } from '../ui/Empty.tsx';
import { Table, type Column } from '../ui/Table.tsx';

type Load = Outlook['people'][number];

const columns: readonly Column<Load>[] = [
  { id: 'who', header: 'Person', rowHeader: true, cell: (row) => row.displayName },
  { id: 'hours', header: 'Hours', align: 'end', width: '5rem', cell: (row) => Math.round(row.hours) },
  { id: 'night', header: 'Night', align: 'end', width: '5rem', cell: (row) => Math.round(row.nightHours) },
  {
    id: 'weekend',
    header: 'Weekend',
    align: 'end',
    width: '5.5rem',
    cell: (row) => Math.round(row.weekendHours),
  },
  {
    id: 'rest',
    header: 'Least rest',
    align: 'end',
    width: '6rem',
    wideOnly: true,
    cell: (row) => (row.shortestRestHours === null ? '–' : `${Math.round(row.shortestRestHours)} h`),
  },
];

/** Who carries how much of a rota. */
export function LoadTable({ people }: { people: readonly Load[] }) {
  return (
    <Table
      label="Load by person, hours in 52 weeks"
      columns={columns}
      rows={people}
      rowKey={(row) => row.person}
      empty={<Empty>Nobody takes turns.</Empty>}
    />
  );
}
