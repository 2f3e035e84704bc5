import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Select } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import { DeclareButton } from './DeclareDialog.tsx';
import { sentenceOf, useIncidents, type IncidentFilter } from './incident-api.ts';
import { IncidentTable } from './IncidentTable.tsx';
import './incidents.css';

const openOptions = [
  { value: 'true', label: 'Open' },
  { value: 'false', label: 'Closed' },
  { value: '', label: 'All' },
];
const severityOptions = [
  { value: '', label: 'Every severity' },
  ...['SEV1', 'SEV2', 'SEV3', 'SEV4'].map((value) => ({ value, label: value })),
  { value: 'none', label: 'Not assessed' },
];

/** The register: which are open, which have no owner or a late update? Filters live in the address. */
export function IncidentsScreen() {
  const search: IncidentFilter = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter: IncidentFilter = { ...search, open: search.open ?? 'true' };
  const list = useIncidents(filter, filter.open === 'true' ? 'worst' : 'newest');
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: IncidentFilter) =>
    void navigate({ to: '/incidents', search: { ...filter, ...change }, replace: true });
  return (
    <div className="ui-stack screen">
      <div className="ui-row screen-head">
        <h1>Incidents</h1>
        <span className="screen-gap" />
        <Link to="/actions">Actions of reviews</Link>
        <Link to="/rca">Deep analyses</Link>
        <DeclareButton />
      </div>
      <div className="ui-row">
        <TextField
          label="Filter"
          labelHidden
          placeholder="Words in title, summary or notes"
          type="search"
          data-filter=""
          value={filter.q ?? ''}
          onChange={(q) => set({ q })}
        />
        <Select
          label="State"
          labelHidden
          options={openOptions}
          value={filter.open ?? ''}
          onChange={(open) => set({ open: open === 'true' || open === 'false' ? open : undefined })}
        />
        <Select
          label="Severity"
          labelHidden
          options={severityOptions}
          value={filter.severity ?? ''}
          onChange={(severity) => set({ severity })}
        />
      </div>
      {list.isPending ? <Loading what="incidents" /> : null}
      {list.isError ? (
        <ErrorNote onRetry={() => void list.refetch()}>{sentenceOf(list.error)}</ErrorNote>
      ) : null}
      {list.isSuccess ? (
        <IncidentTable label="Incidents" rows={rows} empty={<Empty>No incident fits these filters.</Empty>} />
      ) : null}
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>Show more</Button> : null}
    </div>
  );
}
