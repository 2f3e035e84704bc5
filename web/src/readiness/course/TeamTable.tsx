import type { TeamCourse } from '@fieldmarshal/contract/readiness';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { changeText, scoreText } from '../readiness-words.tsx';
import { TrendLine } from './TrendLine.tsx';

/** Teams, the lowest score first. */
export function TeamTable({ teams }: { teams: readonly TeamCourse[] }) {
  return (
    <Table
      label="Teams by score"
      columns={columns}
      rows={teams}
      rowKey={({ team }) => team}
      rowHeight="comfortable"
      empty={<Empty>No team owns a product that standards apply to.</Empty>}
    />
  );
}

const columns: Column<TeamCourse>[] = [
  {
    id: 'team',
    header: 'Team',
    rowHeader: true,
    width: '12rem',
    cell: ({ team, teamName }) => (
      <Link to="/readiness" search={{ team }}>
        {teamName}
      </Link>
    ),
  },
  { id: 'score', header: 'Score', width: '4rem', align: 'end', cell: ({ score }) => scoreText(score) },
  { id: 'change', header: '30 d', width: '4rem', align: 'end', cell: ({ change }) => changeText(change) },
  {
    id: 'products',
    header: 'Products with an open must',
    wideOnly: true,
    width: '14rem',
    cell: ({ failingMust, products }) => `${failingMust} of ${products}`,
  },
  {
    id: 'trend',
    header: 'Trend, 30 days',
    wideOnly: true,
    cell: ({ scores }) => (scores.length < 2 ? '–' : <TrendLine scores={scores} />),
  },
];
