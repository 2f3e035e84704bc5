import type { Matrix, MatrixRow } from '@fieldmarshal/contract/checks/view';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useNames } from '../catalog/object-api.ts';
import { HealthGlyph, HealthMark, type Health } from '../ui/HealthGlyph.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { healthOfLetter, isLastKnown } from './check-words.tsx';
import { useBadRuns } from './checks-api.ts';
import { linesByProduct, plainLines, type MatrixLine, type ProductHeading } from './matrix-groups.ts';

interface MatrixTableProps {
  matrix: Matrix;
  /** The checks of each product under a line of its own. */
  grouped: boolean;
  empty: ReactNode;
}

/** Checks by environments; of thousands only those on screen are in the page. What is bad leads to the run that shows it. */
export function MatrixTable({ matrix, grouped, empty }: MatrixTableProps) {
  const navigate = useNavigate();
  const runOf = useBadRuns();
  const productOf = useNames('Product');
  const open = (line: MatrixLine) => {
    if (line.kind === 'product') {
      const { product } = line.heading;
      return product === null
        ? undefined
        : navigate({ ...catalogProduct, params: { ...productKind, name: product } });
    }
    const { type, check } = line.row;
    return type === 'heartbeat'
      ? navigate(heartbeats)
      : navigate({ to: '/checks/$name', params: { name: check } });
  };
  return (
    <Table
      label="Checks by environment"
      columns={columnsOf(matrix, { runOf, productOf })}
      rows={grouped ? linesByProduct(matrix.rows) : plainLines(matrix.rows)}
      rowKey={(line) => (line.kind === 'check' ? line.row.check : `product ${line.heading.product ?? ''}`)}
      onOpen={(line) => void open(line)}
      empty={empty}
      fixedColumns
    />
  );
}

const productKind = { kind: 'Product' } as const;
const catalogProduct = { to: '/catalog/$kind/$name' } as const;

const heartbeats = { to: '/admin', search: { part: 'heartbeats' } } as const;

interface Known {
  /** Of a cell that is failing or degraded. */
  runOf: (check: string, environment: string) => string | null;
  productOf: (name: string) => string;
}

function columnsOf({ environments }: Matrix, { runOf, productOf }: Known): Column<MatrixLine>[] {
  const ofCheck = (show: (row: MatrixRow) => ReactNode) => (line: MatrixLine) =>
    line.kind === 'check' ? show(line.row) : null;
  return [
    {
      id: 'check',
      header: 'Check',
      rowHeader: true,
      width: '18rem',
      cell: (line) =>
        line.kind === 'product' ? (
          <Heading heading={line.heading} productOf={productOf} />
        ) : (
          <CheckLink row={line.row} />
        ),
    },
    { id: 'type', header: 'Kind', width: '5rem', wideOnly: true, cell: ofCheck(({ type }) => type) },
    {
      id: 'products',
      header: 'Products',
      width: '11rem',
      wideOnly: true,
      cell: ofCheck(({ products }) => <span className="ui-quiet">{products.join(', ') || '–'}</span>),
    },
    ...environments.map((environment, index): Column<MatrixLine> => ({
      id: `in ${environment.name}`,
      header: environment.displayName,
      width: environment.knownUntil === null ? '7rem' : '10rem',
      cell: ofCheck(({ check, cells }) => (
        <CellMark letter={cells[index]} run={runOf(check, environment.name)} />
      )),
    })),
  ];
}

function CheckLink({ row: { check, displayName, type } }: { row: MatrixRow }) {
  return type === 'heartbeat' ? (
    <Link {...heartbeats}>{displayName}</Link>
  ) : (
    <Link to="/checks/$name" params={{ name: check }}>
      {displayName}
    </Link>
  );
}

function Heading({ heading, productOf }: { heading: ProductHeading; productOf: Known['productOf'] }) {
  const { product, checks, bad } = heading;
  return (
    <>
      <b>{product === null ? 'Of no product' : productOf(product)}</b>{' '}
      <span className="ui-quiet">
        {checks} {checks === 1 ? 'check' : 'checks'}
        {bad === 0 ? '' : `, ${bad} bad`}
      </span>
    </>
  );
}

/** Failing and degraded are solid; everything else is faint, so that they stand out. */
function CellMark({ letter, run }: { letter: string | undefined; run: string | null }) {
  const health = healthOfLetter(letter);
  if (health === undefined) return <span className="ui-hidden">does not run here</span>;
  if (isLastKnown(letter)) return <LastKnown health={health} />;
  const isBad = health === 'failing' || health === 'degraded';
  if (isBad && run !== null)
    return (
      <Link to="/runs/$id" params={{ id: run }} className="checks-cell checks-cell-bad">
        <HealthGlyph health={health} />
      </Link>
    );
  if (!isBad && health !== 'skipped') return <HealthMark health={health} />;
  return (
    <span className={isBad ? 'checks-cell checks-cell-bad' : 'checks-cell'}>
      <HealthGlyph health={health} {...(isBad ? {} : { label: 'Paused' })} />
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
