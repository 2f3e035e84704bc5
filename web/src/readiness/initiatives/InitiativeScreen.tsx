import type { InitiativePage } from '@fieldmarshal/contract/readiness';
import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { BurnDown } from '../course/BurnDown.tsx';
import { useInitiative } from '../readiness-api.ts';
import { OutcomeMark } from '../readiness-words.tsx';
import { Progress } from './InitiativeCards.tsx';
import '../readiness.css';

/** What is this push for, what is left of it, and whose is it? */
export function InitiativeScreen() {
  const { name = '' } = useParams({ strict: false });
  const page = useInitiative(name);
  const title = page.data?.displayName ?? name;
  useTitle(title);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>{title}</h1>
        <span className="screen-gap" />
        <Link to="/readiness/initiatives/$name/edit" params={{ name }}>
          Edit
        </Link>
        <Link to="/readiness/initiatives">All initiatives</Link>
      </div>
      {page.isPending ? <Loading what="the initiative" /> : null}
      <FailureNote error={page.error} />
      {page.data === undefined ? null : <Body page={page.data} />}
    </div>
  );
}

function Body({ page }: { page: InitiativePage }) {
  return (
    <>
      <p>{page.why}</p>
      <p>
        <Progress initiative={page} />
      </p>
      <BurnDown days={page.days} start={page.start} due={page.due} />
      <h2>What is left</h2>
      <Table
        label="What is left"
        columns={columns}
        rows={page.left}
        rowKey={({ product, standard }) => `${product} ${standard}`}
        empty={<Empty>{page.applies === 0 ? 'It applies to nothing.' : 'Nothing: all of it is met.'}</Empty>}
      />
    </>
  );
}

const columns: Column<InitiativePage['left'][number]>[] = [
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
  { id: 'team', header: 'Team', width: '9rem', wideOnly: true, cell: ({ teamName }) => teamName },
  {
    id: 'outcome',
    header: 'How it stands',
    width: '9rem',
    cell: (row) => <OutcomeMark outcome={row.outcome} stale={row.stale} exemption={null} />,
  },
  { id: 'standard', header: 'Standard', cell: ({ standardName }) => standardName },
  { id: 'fix', header: 'What to do', wideOnly: true, cell: ({ fix }) => fix },
];
