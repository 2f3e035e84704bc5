import type { MatrixRow, ReadinessMatrix } from '@fieldmarshal/contract/readiness';
import { Link, useNavigate } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { areaCell, areasOf, areaWords, type AreaCell } from './areas.ts';
import { changeText, scoreText } from './readiness-words.tsx';

/** Products by areas, the worst first. */
export function ReadinessTable({ matrix }: { matrix: ReadinessMatrix }) {
  const navigate = useNavigate();
  return (
    <Table
      label="Products by area"
      columns={columnsOf(matrix)}
      rows={matrix.items}
      rowKey={({ product }) => product}
      onOpen={({ product }) => void navigate({ to: '/readiness/products/$name', params: { name: product } })}
      empty={<Empty>No product fits: none of yours, or none with an open must.</Empty>}
    />
  );
}

function columnsOf({ standards }: ReadinessMatrix): Column<MatrixRow>[] {
  return [
    {
      id: 'product',
      header: 'Product',
      rowHeader: true,
      width: '10rem',
      cell: ({ product, displayName }) => (
        <Link to="/readiness/products/$name" params={{ name: product }}>
          {displayName}
        </Link>
      ),
    },
    { id: 'score', header: 'Score', width: '4rem', align: 'end', cell: ({ score }) => scoreText(score) },
    {
      id: 'change',
      header: '30 d',
      width: '4rem',
      align: 'end',
      wideOnly: true,
      cell: ({ change }) => changeText(change),
    },
    { id: 'rung', header: 'Rung', width: '4rem', wideOnly: true, cell: ({ rung }) => rung ?? '–' },
    ...[...areasOf(standards)].map(([area, places]): Column<MatrixRow> => ({
      id: `area ${area}`,
      header: area,
      width: '5.5rem',
      // On a phone the next step says more than a few of the areas; the page of a product has them all.
      wideOnly: true,
      cell: ({ cells }) => <Mark area={area} cell={areaCell(cells, standards, places)} />,
    })),
    { id: 'next', header: 'Next step', width: '18rem', wideOnly: true, cell: (row) => <NextStep {...row} /> },
    {
      id: 'next-narrow',
      header: 'Next step',
      narrowOnly: true,
      cell: (row) => <span className="readiness-next">{nextText(row)}</span>,
    },
  ];
}

function nextText({ next, teamName }: MatrixRow): string {
  if (next === null) return 'Everything is met';
  return `${next.displayName} (${teamName}${next.due === null ? '' : `, by ${next.due}`})`;
}

/** Who does it and by when stays in sight where the step itself is too long for the column. */
function NextStep({ next, teamName }: MatrixRow) {
  if (next === null) return 'Everything is met';
  return (
    <span className="readiness-step" data-tip={next.displayName}>
      <span className="readiness-step-name">{next.displayName}</span>
      <span className="ui-quiet">
        {teamName}
        {next.due === null ? '' : `, by ${next.due}`}
      </span>
    </span>
  );
}

function Mark({ area, cell }: { area: string; cell: AreaCell }) {
  const { level, gap, exempt, applies, stale } = cell;
  const text = level === null ? (applies === 0 ? (exempt > 0 ? '' : '–') : '?') : String(level);
  const tone = level === null ? '' : ` readiness-l${level}`;
  return (
    <span
      className={`readiness-cell${tone}${stale ? ' readiness-old' : ''}`}
      data-tip={areaWords(area, cell)}
    >
      {text}
      {gap ? '!' : ''}
      {exempt > 0 ? '~' : ''}
      <span className="ui-hidden"> {areaWords(area, cell)}</span>
    </span>
  );
}
