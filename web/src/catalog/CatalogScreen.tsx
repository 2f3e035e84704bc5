import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { TextField } from '../ui/TextField.tsx';
import { sentenceOf } from '../incidents/incident-api.ts';
import { formOf } from './forms.ts';
import { displayName, kinds, originText, useObjects, type ObjectSummary } from './object-api.ts';
import '../incidents/incidents.css';

interface Search {
  kind?: string | undefined;
  q?: string | undefined;
}

const columns: readonly Column<ObjectSummary>[] = [
  {
    id: 'name',
    header: 'Name',
    rowHeader: true,
    cell: (row) => (
      <Link to="/catalog/$kind/$name" params={{ kind: row.kind, name: row.name }}>
        {displayName(row)}
      </Link>
    ),
  },
  {
    id: 'id',
    header: 'Id',
    width: '14rem',
    wideOnly: true,
    cell: (row) => <span className="ui-mono">{row.name}</span>,
  },
  {
    id: 'owner',
    header: 'Owner',
    width: '10rem',
    wideOnly: true,
    cell: (row) => textOf(row.spec['owner'] ?? row.spec['hub']),
  },
  {
    id: 'origin',
    header: 'From',
    width: '16rem',
    wideOnly: true,
    cell: (row) => <span className="ui-quiet">{originText(row.origin)}</span>,
  },
];

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '–';
}

/** Everything that was applied from files or made here, one kind at a time. */
export function CatalogScreen() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const kind = search.kind ?? 'Product';
  const words = (search.q ?? '').toLowerCase();
  const objects = useObjects(kind);
  const rows = (objects.data ?? []).filter((row) =>
    `${row.name} ${displayName(row)}`.toLowerCase().includes(words),
  );
  const set = (change: Search) =>
    void navigate({ to: '/catalog', search: { kind, q: search.q, ...change }, replace: true });
  return (
    <div className="screen ui-stack">
      <h1>Catalog</h1>
      <div className="ui-row">
        <Select
          label="Kind"
          labelHidden
          value={kind}
          options={kinds.map((value) => ({ value, label: value }))}
          onChange={(value) => set({ kind: value })}
        />
        <TextField
          label="Filter"
          labelHidden
          type="search"
          placeholder="Part of the name"
          data-filter=""
          value={search.q ?? ''}
          onChange={(q) => set({ q })}
        />
        <Link to="/map">Map of dependencies</Link>
        <NewLink kind={kind} />
      </div>
      {objects.isPending ? <Loading what="the catalog" /> : null}
      {objects.isError ? (
        <ErrorNote onRetry={() => void objects.refetch()}>{sentenceOf(objects.error)}</ErrorNote>
      ) : null}
      {objects.isSuccess ? (
        <Table
          label={`Objects of kind ${kind}`}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.name}
          onOpen={(row) =>
            void navigate({ to: '/catalog/$kind/$name', params: { kind: row.kind, name: row.name } })
          }
          empty={
            <Empty>
              {objects.data.length === 0
                ? `No ${kind} yet. "fieldmarshal apply DIR" brings them from files.`
                : `None of ${objects.data.length} fits the filter.`}
            </Empty>
          }
        />
      ) : null}
    </div>
  );
}

/** Where an object of this kind is made in a form; kinds without one come from files or the API. */
function NewLink({ kind }: { kind: string }) {
  const form = formOf(kind);
  return form === null ? null : <Link to={form.make}>{form.word}</Link>;
}
