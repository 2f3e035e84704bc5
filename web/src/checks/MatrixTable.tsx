import type { Matrix, MatrixRow } from '@fieldmarshal/contract/checks/view';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { HealthGlyph, type Health } from '../ui/HealthGlyph.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { healthOfLetter, isLastKnown } from './check-words.tsx';

/** Checks by environments; of thousands only those on screen are in the page. */
export function MatrixTable({ matrix, empty }: { matrix: Matrix; empty: ReactNode }) {
  const navigate = useNavigate();
  return (
    <Table
      label="Checks by environment"
      columns={columnsOf(matrix)}
      rows={matrix.rows}
      rowKey={({ check }) => check}
      onOpen={(row) =>
        void (row.type === 'heartbeat'
          ? navigate(heartbeats)
          : navigate({ to: '/checks/$name', params: { name: row.check } }))
      }
      empty={empty}
    />
  );
}

const heartbeats = { to: '/admin', search: { part: 'heartbeats' } } as const;

function columnsOf({ environments }: Matrix): Column<MatrixRow>[] {
  return [
    {
      id: 'check',
      header: 'Check',
      rowHeader: true,
      width: '18rem',
      cell: ({ check, displayName, type }) =>
        type === 'heartbeat' ? (
          <Link {...heartbeats}>{displayName}</Link>
        ) : (
          <Link to="/checks/$name" params={{ name: check }}>
            {displayName}
          </Link>
        ),
    },
    { id: 'type', header: 'Kind', width: '5rem', wideOnly: true, cell: ({ type }) => type },
    {
      id: 'products',
      header: 'Products',
      width: '11rem',
      wideOnly: true,
      cell: ({ products }) => <span className="ui-quiet">{products.join(', ') || '–'}</span>,
    },
    ...environments.map((environment, index): Column<MatrixRow> => ({
      id: `in ${environment.name}`,
      header: environment.displayName,
      width: environment.knownUntil === null ? '7rem' : '10rem',
      cell: (row) => <CellMark letter={row.cells[index]} />,
    })),
  ];
}

/** Failing and degraded are solid; everything else is faint, so that they stand out. */
function CellMark({ letter }: { letter: string | undefined }) {
  const health = healthOfLetter(letter);
  if (health === undefined) return <span className="ui-hidden">does not run here</span>;
  if (isLastKnown(letter)) return <LastKnown health={health} />;
  const isBad = health === 'failing' || health === 'degraded';
  return (
    <span className={isBad ? 'checks-cell checks-cell-bad' : 'checks-cell'}>
      {health === 'skipped' ? (
        <HealthGlyph health="skipped" label="Paused" />
      ) : (
        <HealthGlyph health={health} {...(isBad ? {} : { label: false as const })} />
      )}
    </span>
  );
}

const told: Partial<Record<Health, string>> = {
  failing: 'was failing',
  degraded: 'was degraded',
  ok: 'was ok',
  nodata: 'had no data',
  skipped: 'was paused',
};

/** What a site told last: hatched and in the past tense, for eyes without colours as well. Never well, since nobody knows. */
function LastKnown({ health }: { health: Health }) {
  const isBad = health === 'failing' || health === 'degraded';
  return (
    <span className="checks-cell ui-hatch">
      <HealthGlyph health={isBad ? health : 'disconnected'} label={told[health] ?? 'is not known'} />
    </span>
  );
}
